#!/usr/bin/env python3
"""A process of kazoo's clients that want one lock, all the time; started by ./ensemble drill native-lock.

usage: kazoo_locks.py CONNECT REGISTER LOCK NAME COUNT TIMEOUT_MS

Each shows the zxid of its place in the lock's queue, the token, to the register when it has the lock, while it has it, and
before it gives it back; where it is refused it says whether its place is still there. Runs until it is killed.
"""

import logging
import socket
import sys
import threading
import time

from kazoo.client import KazooClient
from kazoo.exceptions import KazooException

USES = 2
HOLD_S = 0.008


class Link:
    """A connection to the register."""

    def __init__(self, port, lock, client):
        self.lines = socket.create_connection(('127.0.0.1', port)).makefile('rw', newline='\n')
        self.lock = lock
        self.client = client

    def show(self, what, token):
        self.lines.write('%s %s %d %s\n' % (what, self.lock, token, self.client))
        self.lines.flush()
        answer = self.lines.readline()
        if not answer:
            raise EOFError('the register is gone')
        return answer == 'ok\n'


def use(link, token):
    """Whether nothing was refused."""
    for what in ['enter'] + USES * ['use'] + ['leave']:
        if not link.show(what, token):
            return False
        if what != 'leave':
            time.sleep(HOLD_S)
    return True


def live(connect, path, timeout_s, link):
    """One life of a client, with a session of its own."""
    client = KazooClient(hosts=connect, timeout=timeout_s)
    client.start(timeout=60)
    try:
        while True:
            lock = client.Lock(path, link.client)
            if not lock.acquire():
                continue
            place = path + '/' + lock.node
            stat = client.exists(place)
            if stat is not None and not use(link, stat.czxid):
                client.sync(path)
                now = client.exists(place)
                alive = now is not None and now.czxid == stat.czxid
                link.show('alive' if alive else 'gone', stat.czxid)
            lock.release()
    finally:
        client.stop()
        client.close()


def run(connect, port, path, name, timeout_s):
    link = Link(port, path, name)
    while True:
        try:
            live(connect, path, timeout_s, link)
        except (KazooException, OSError) as e:
            # A session that is over, a lock that went with it: the next life begins.
            print('%s: %r' % (name, e), flush=True)
        except EOFError:
            return


def main():
    connect, port, path, name, count, timeout_ms = sys.argv[1:]
    logging.basicConfig(level=logging.ERROR)
    threads = [
        threading.Thread(target=run, args=(connect, int(port), path, '%s.%d' % (name, i), int(timeout_ms) / 1000))
        for i in range(int(count))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == '__main__':
    main()
