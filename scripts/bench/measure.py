"""Runs one program and prints what it cost, as JSON. Standard input says what to run."""

import json
import os
import signal
import sys
import time

run = json.load(sys.stdin)
os.chdir(run["directory"])
null = os.open(os.devnull, os.O_RDONLY)
started = time.perf_counter()
process = os.posix_spawn(
    run["program"],
    [run["program"], *run["arguments"]],
    run["environment"],
    # What the program prints goes to standard error; standard output is for the figures.
    file_actions=[(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, 2, 1)],
    setpgroup=0,
)
for name in ("SIGALRM", "SIGHUP", "SIGINT", "SIGTERM"):
    signal.signal(signal.Signals[name], lambda *_: os.killpg(process, signal.SIGKILL))
signal.alarm(run["longestSeconds"])
_, status, usage = os.wait4(process, 0)
ended = time.perf_counter()
figures = {
    "exitStatus": os.waitstatus_to_exitcode(status),
    "wallMs": (ended - started) * 1000,
    "cpuMs": (usage.ru_utime + usage.ru_stime) * 1000,
    # Linux counts in KiB, macOS in bytes.
    "memoryMiB": usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10),
}
print(json.dumps(figures))
