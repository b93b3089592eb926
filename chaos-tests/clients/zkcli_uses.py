#!/usr/bin/env python3
"""What people type into zkCli, typed into ZooKeeper's own: one at a member, a second one at another member.

usage: zkcli_uses.py 127.0.0.1:2181 127.0.0.1:2182 127.0.0.1:2183

Each use prints one line, PASS or FAIL; the exit code is 0 if all passed. Run against ZooKeeper itself, the same uses
pass (create -t needs its extendedTypesEnabled=true).
"""

import os
import queue
import re
import subprocess
import sys
import threading
import time
import uuid

TIMEOUT_S = 30
ZKCLI = os.path.join(os.path.dirname(os.path.abspath(__file__)), "zkcli")


class ZkCli:
    """A zkCli that is typed into. Events print when they come, so they are kept apart from the answers."""

    def __init__(self, server):
        self.process = subprocess.Popen([ZKCLI, "-server", server], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True, bufsize=1)
        self.lines = queue.Queue()
        self.events = []
        self.typed = 0
        threading.Thread(target=self._read, daemon=True).start()
        self.do("ls /")

    def _read(self):
        for line in self.process.stdout:
            line = line.rstrip("\n")
            event = re.search(r"WatchedEvent state:(\w+) type:(\w+) path:(\S+)", line)
            if event:
                if event.group(2) != "None":
                    self.events.append((event.group(2), event.group(3)))
            elif line not in ("", "WATCHER::"):
                self.lines.put(line)

    def do(self, command):
        """Types a command; the lines that it printed. A stat of no node marks the end of them."""
        self.typed += 1
        end = "/end-of-command-%d" % self.typed
        self.process.stdin.write("%s\nstat %s\n" % (command, end))
        printed = []
        while True:
            try:
                line = self.lines.get(timeout=TIMEOUT_S)
            except queue.Empty:
                raise AssertionError("no answer to '%s' within %d s, only %s" % (command, TIMEOUT_S, printed))
            if end in line and "does not exist" in line:
                return printed
            printed.append(line)

    def expect(self, command, pattern):
        printed = self.do(command)
        text = "\n".join(printed)
        assert re.search(pattern, text), "'%s' printed '%s', not '%s'" % (command, text, pattern)
        return text

    def close(self):
        try:
            self.process.stdin.write("quit\n")
            self.process.stdin.close()
            self.process.wait(TIMEOUT_S)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()


def await_events(cli, wanted):
    end = time.monotonic() + TIMEOUT_S
    while len(cli.events) < len(wanted) and time.monotonic() < end:
        time.sleep(0.01)
    # What may have come too much is there by now: the same connection has answered twice since.
    cli.do("ls /")
    cli.do("ls /")
    assert cli.events == wanted, "events %s, not %s" % (cli.events, wanted)


def create_all_kinds(one, two, root):
    one.expect("create %s/p data" % root, "Created %s/p$" % root)
    one.expect("create -e %s/e data" % root, "Created %s/e$" % root)
    one.expect("create -s %s/s data" % root, r"Created %s/s\d{10}$" % root)
    one.expect("create -e -s %s/es data" % root, r"Created %s/es\d{10}$" % root)
    one.expect("create -c %s/c" % root, "Created %s/c$" % root)
    one.expect("create -t 600000 %s/t data" % root, "Created %s/t$" % root)
    one.expect("create -s -t 600000 %s/st data" % root, r"Created %s/st\d{10}$" % root)
    one.expect("create %s/p data" % root, "Node already exists: %s/p" % root)
    one.expect("create %s/e/child data" % root, "Ephemerals cannot have children: %s/e/child" % root)
    two.do("sync " + root)
    two.expect("ls " + root, r"\[c, e, es\d{10}, p, s\d{10}, st\d{10}, t\]")
    return "seven kinds"


def get_set_stat(one, two, root):
    one.do("create %s/n first" % root)
    one.expect("set -s %s/n second" % root, r"dataVersion = 1\b")
    one.expect("set -v 0 %s/n third" % root, "version No is not valid : %s/n" % root)
    one.expect("set -v 1 %s/n third" % root, "^$")
    two.do("sync %s/n" % root)
    two.expect("get %s/n" % root, "^third$")
    seen = two.expect("stat %s/n" % root, r"dataVersion = 2\n(.*\n)*dataLength = 5\nnumChildren = 0")
    for field in ("cZxid", "ctime", "mZxid", "mtime", "pZxid", "cversion", "aclVersion", "ephemeralOwner = 0x0"):
        assert field in seen, "no %s in %s" % (field, seen)
    two.expect("get %s/none" % root, "Node does not exist: %s/none" % root)
    return "version 2 at another member"


def one_shot_data_watch(one, two, root):
    path = root + "/watched"
    two.do("create %s 0" % path)
    one.do("sync " + path)
    one.expect("get -w " + path, "^0$")
    two.do("set %s 1" % path)
    two.do("set %s 2" % path)
    one.do("sync " + path)
    await_events(one, [("NodeDataChanged", path)])
    return "one event for two changes"


def one_shot_child_watch(one, two, root):
    two.do("create %s/parent" % root)
    one.do("sync " + root)
    one.expect("ls -w %s/parent" % root, r"^\[\]$")
    two.do("create %s/parent/a" % root)
    two.do("create %s/parent/b" % root)
    one.do("sync " + root)
    await_events(one, [("NodeChildrenChanged", root + "/parent")])
    one.expect("ls %s/parent" % root, r"^\[a, b\]$")
    return "one event for two children"


def one_shot_exists_watch(one, two, root):
    path = root + "/later"
    one.do("stat -w %s" % path)
    two.do("create " + path)
    two.do("delete " + path)
    one.do("sync " + root)
    await_events(one, [("NodeCreated", path)])
    return "created, and no more"


def added_watches(one, two, root):
    one.do("create %s/top" % root)
    two.do("sync " + root)
    two.do("addWatch -m PERSISTENT %s/top" % root)
    one.do("set %s/top 1" % root)
    one.do("set %s/top 2" % root)
    one.do("create %s/top/x" % root)
    one.do("set %s/top/x 1" % root)
    two.do("sync " + root)
    top = root + "/top"
    await_events(two, [("NodeDataChanged", top), ("NodeDataChanged", top), ("NodeChildrenChanged", top)])
    two.events.clear()
    two.do("removewatches " + top)
    two.do("addWatch -m PERSISTENT_RECURSIVE " + top)
    two.events.clear()  # zkCli may print the removal itself
    one.do("set %s/x 2" % top)
    one.do("create %s/x/y" % top)
    one.do("delete %s/x/y" % top)
    two.do("sync " + root)
    await_events(two, [("NodeDataChanged", top + "/x"), ("NodeCreated", top + "/x/y"), ("NodeDeleted", top + "/x/y")])
    return "persistent, and recursive"


def acls(one, two, root):
    one.do("create %s/secret data" % root)
    one.expect("getAcl %s/secret" % root, "'world,'anyone")
    one.do("addauth digest someone:password")
    one.do("setAcl %s/secret auth:someone:password:cdrwa" % root)
    one.expect("get %s/secret" % root, "^data$")
    two.do("sync " + root)
    two.expect("get %s/secret" % root, "(Insufficient permission|NoAuth)")
    two.do("addauth digest someone:password")
    two.expect("get %s/secret" % root, "^data$")
    return "read by those who may"


def delete_all(one, two, root):
    for path in ("/all", "/all/a", "/all/a/b", "/all/c"):
        one.do("create %s%s" % (root, path))
    one.expect("delete %s/all" % root, "Node not empty: %s/all" % root)
    one.do("deleteall %s/all" % root)
    two.do("sync " + root)
    two.expect("stat %s/all" % root, "Node does not exist: %s/all" % root)
    return "four znodes"


def ephemeral_ends_with_its_client(one, two, root):
    third = ZkCli(one.process.args[2])
    third.do("create -e %s/mine" % root)
    two.do("sync " + root)
    two.expect("ls " + root, r"^\[mine\]$")
    third.close()
    two.do("sync " + root)
    two.expect("ls " + root, r"^\[\]$")
    return "gone when its zkCli quits"


USES = [create_all_kinds, get_set_stat, one_shot_data_watch, one_shot_child_watch, one_shot_exists_watch, added_watches,
        acls, delete_all, ephemeral_ends_with_its_client]


def run(use, one, two):
    root = "/zkcli-%s-%s" % (use.__name__.replace("_", "-"), uuid.uuid4().hex[:8])
    start = time.monotonic()
    one.events.clear()
    two.events.clear()
    try:
        one.do("create " + root)
        two.do("sync " + root)
        detail = use(one, two, root)
        print("PASS zkCli %s: %s (%.1f s)" % (use.__name__, detail, time.monotonic() - start), flush=True)
        return True
    except AssertionError as e:
        print("FAIL zkCli %s: %s" % (use.__name__, str(e).replace("\n", " | ")), flush=True)
        return False


def main():
    members = sys.argv[1:]
    if not members or members[0].startswith("-"):
        print(__doc__)
        return 2
    one, two = ZkCli(members[0]), ZkCli(members[1 % len(members)])
    try:
        return 0 if all([run(use, one, two) for use in USES]) else 1
    finally:
        one.close()
        two.close()


if __name__ == "__main__":
    sys.exit(main())
