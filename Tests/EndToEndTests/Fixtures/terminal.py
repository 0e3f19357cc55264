"""Runs a program on a new terminal and prints every byte that it sends there: terminal.py COLUMNS PROGRAM ARGUMENT...

COLUMNS may be COLUMNS:LATER:TEXT: once the program has sent TEXT, the terminal has LATER columns.
"""

import fcntl
import os
import pty
import struct
import sys
import termios

columns, later, text = (sys.argv[1].split(":") + ["0", ""])[:3] if ":" in sys.argv[1] else (sys.argv[1], "0", "")
columns, later, command = int(columns), int(later), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.environ["TERM"] = "xterm"
    os.execv(command[0], command)
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    sys.stdout.buffer.write(piece)
    if later and text.encode() in piece:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, later, 0, 0))
        later = 0
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))
