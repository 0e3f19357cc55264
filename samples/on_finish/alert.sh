#!/bin/sh
# Posts a chat message when a run fails. In the pipeline:
#
#   on_finish: { command: [samples/on_finish/alert.sh], when: failure, timeout: 30 s }
#
# ALERT_URL is a webhook that accepts {"text": "..."}, such as Slack's or Mattermost's.
set -eu
jq --null-input --arg text "$TIDEMARK_PIPELINE ended with $TIDEMARK_EXIT_CODE: $TIDEMARK_REASON" '{text: $text}' \
  | curl --fail --silent --show-error --max-time 20 --header 'Content-Type: application/json' --data @- "$ALERT_URL" >/dev/null
