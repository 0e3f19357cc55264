"""Code that the servers of the fixtures share."""
import os
import sys
import threading


def serve_until_input_ends(server):
    """Prints the server's port, and ends the process with its input."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()
    os._exit(0)
