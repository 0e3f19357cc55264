#!/usr/bin/env python3
"""Responds to every request with one file. Prints its port, and ends when its input ends."""
import http.server
import sys

import serving

body = open(sys.argv[1], "rb").read()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


serving.serve_until_input_ends(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler))
