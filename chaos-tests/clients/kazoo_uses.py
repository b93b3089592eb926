#!/usr/bin/env python3
"""What people do with kazoo, done with clients that are spread over the members.

usage: kazoo_uses.py 127.0.0.1:2181 127.0.0.1:2182 127.0.0.1:2183 [--only NAME]

Each use prints one line, PASS or FAIL; the exit code is 0 if all passed. kazoo is unmodified: Debian has it as
python3-kazoo. Run against ZooKeeper itself, the same uses pass.
"""

import argparse
import logging
import sys
import threading
import time
import traceback
import uuid

from kazoo.client import KazooClient
from kazoo.exceptions import BadVersionError, NodeExistsError, RolledBackError, RuntimeInconsistency
from kazoo.recipe.barrier import DoubleBarrier
from kazoo.recipe.cache import TreeCache

TIMEOUT_S = 20


class Members:
    """Clients, each connected to one member only, so that a use is truly spread."""

    def __init__(self, addresses):
        self.addresses = addresses
        self.clients = []

    def client(self, i, **options):
        address = self.addresses[i % len(self.addresses)]
        client = KazooClient(hosts=address, timeout=10, **options)
        client.start(timeout=TIMEOUT_S)
        self.clients.append(client)
        return client

    def count(self):
        return max(3, len(self.addresses))

    def close(self):
        for client in self.clients:
            try:
                client.stop()
                client.close()
            except Exception:  # one that a use has stopped itself
                pass
        self.clients = []


def await_that(condition, what):
    end = time.monotonic() + TIMEOUT_S
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("not within %d s: %s" % (TIMEOUT_S, what))
        time.sleep(0.01)


def in_threads(*functions):
    """Runs all at once; an exception of one is raised here."""
    errors = []

    def guarded(function):
        try:
            function()
        except BaseException as e:  # told to the main thread
            errors.append(e)

    threads = [threading.Thread(target=guarded, args=(f,), daemon=True) for f in functions]
    for t in threads:
        t.start()
    for t in threads:
        t.join(3 * TIMEOUT_S)
        if t.is_alive():
            raise AssertionError("a thread did not end within %d s" % (3 * TIMEOUT_S))
    if errors:
        raise errors[0]


def data_watch(members, root):
    """The node is set through one member, and each other member's DataWatch prints it."""
    sets = 20
    path = root + "/my_node"
    writer = members.client(1)
    writer.create(path, b"0", makepath=True)
    seen = {i: [] for i in range(members.count())}

    def watch_through(i):
        zk = members.client(i)

        @zk.DataWatch(path)
        def watch(data, stat):
            seen[i].append((data.decode(), stat.version))
            if stat.version in (0, sets):
                print("  member %d: data=%s version=%d" % (i % len(members.addresses) + 1, data.decode(), stat.version))

    for i in seen:
        watch_through(i)
    for n in range(1, sets + 1):
        writer.set(path, str(n).encode())
    for i, pairs in seen.items():
        await_that(lambda p=pairs: p[-1:] == [(str(sets), sets)], "last version on member %d, saw %s" % (i + 1, pairs))
        versions = [version for _, version in pairs]
        assert versions == sorted(set(versions)), "versions went back or came twice: %s" % versions
        assert all(data == str(version) for data, version in pairs), "data of another version: %s" % pairs
    return "%d watchers saw version %d" % (len(seen), sets)


def lock(members, root):
    """Six clients count to 60 under a lock, with a counter that breaks if two hold it."""
    turns, holders, total = 10, [0], [0]

    def worker(i):
        zk = members.client(i)
        mutex = zk.Lock(root + "/lock", "client-%d" % i)
        for _ in range(turns):
            with mutex:
                holders[0] += 1
                assert holders[0] == 1, "two hold the lock"
                before = total[0]
                time.sleep(0.001)
                total[0] = before + 1
                holders[0] -= 1

    clients = 2 * members.count()
    in_threads(*[lambda i=i: worker(i) for i in range(clients)])
    assert total[0] == clients * turns, "counted to %d" % total[0]
    return "%d turns, never two holders" % total[0]


def election(members, root):
    """Every candidate leads once, one at a time."""
    leading, led = [0], []

    def candidate(i):
        zk = members.client(i)

        def lead():
            leading[0] += 1
            assert leading[0] == 1, "two leaders"
            time.sleep(0.02)
            led.append(i)
            leading[0] -= 1

        zk.Election(root + "/election", "candidate-%d" % i).run(lead)

    in_threads(*[lambda i=i: candidate(i) for i in range(members.count())])
    assert sorted(led) == list(range(members.count())), led
    return "led in the order %s" % led


def party(members, root):
    """All see who joined, and who left."""
    parties = [members.client(i).Party(root + "/party", "guest-%d" % i) for i in range(members.count())]
    for p in parties:
        p.join()
    everyone = {"guest-%d" % i for i in range(members.count())}
    for p in parties:
        await_that(lambda p=p: set(p) == everyone, "all guests")
    parties[0].leave()
    for p in parties[1:]:
        await_that(lambda p=p: set(p) == everyone - {"guest-0"}, "one guest less")
    return "%d guests, one left" % len(everyone)


def queue(members, root):
    """Put through one member, taken through the others: each once."""
    items, taken, mutex = 60, [], threading.Lock()
    producer = members.client(0).Queue(root + "/queue")
    for n in range(items):
        producer.put(b"item-%d" % n)

    def consumer(i):
        q = members.client(i).Queue(root + "/queue")
        while True:
            item = q.get()
            with mutex:
                if item is not None:
                    taken.append(item)
                elif len(taken) >= items:
                    return
            if item is None and len(q) == 0:
                return

    in_threads(*[lambda i=i: consumer(i) for i in range(1, members.count())])
    assert sorted(taken) == sorted(b"item-%d" % n for n in range(items)), "lost or doubled: %s" % taken
    return "%d items, each taken once" % items


def children_watch(members, root):
    """Children come and go through one member, the watch of each member ends at the truth."""
    parent = root + "/children"
    writer = members.client(0)
    writer.ensure_path(parent)
    seen = {}

    def watch_through(i):
        zk = members.client(i)

        @zk.ChildrenWatch(parent)
        def watch(children):
            seen[i] = sorted(children)

    for i in range(members.count()):
        watch_through(i)
    for n in range(10):
        writer.create("%s/child-%d" % (parent, n))
    for n in range(0, 10, 2):
        writer.delete("%s/child-%d" % (parent, n))
    left = sorted("child-%d" % n for n in range(1, 10, 2))
    await_that(lambda: all(seen[i] == left for i in range(members.count())), "children %s, saw %s" % (left, seen))
    return "%d watchers saw the %d children that are left" % (members.count(), len(left))


def counter(members, root):
    """Compare-and-set from every member, nothing lost."""
    counters = [members.client(i).Counter(root + "/counter") for i in range(members.count())]

    def add(c):
        for _ in range(20):
            c += 1

    in_threads(*[lambda c=c: add(c) for c in counters])
    check = members.client(0)
    check.sync(root + "/counter")
    value = check.Counter(root + "/counter").value
    assert value == 20 * len(counters), value
    return "counted to %d" % value


def locking_queue(members, root):
    """An item that is taken and not consumed stays; consumed, it is gone."""
    first, second = (members.client(i).LockingQueue(root + "/locking-queue") for i in (0, 1))
    first.put_all([b"a", b"b"])
    assert second.get(timeout=TIMEOUT_S) == b"a"
    assert first.get(timeout=TIMEOUT_S) == b"b"
    assert second.consume() and first.consume()
    await_that(lambda: len(first) == 0, "empty queue")
    return "two consumers, two items"


def double_barrier(members, root):
    """All go in together, and out together."""
    inside = []

    def visitor(i):
        barrier = DoubleBarrier(members.client(i), root + "/barrier", members.count(), "visitor-%d" % i)
        barrier.enter()
        inside.append(i)
        await_that(lambda: len(inside) == members.count(), "all inside")
        barrier.leave()

    in_threads(*[lambda i=i: visitor(i) for i in range(members.count())])
    return "%d visitors" % len(inside)


def transaction(members, root):
    """All operations, or none, with an answer to each."""
    zk = members.client(0)
    zk.ensure_path(root + "/transaction")
    good = zk.transaction()
    good.create(root + "/transaction/a", b"1")
    good.set_data(root + "/transaction/a", b"2", version=0)
    good.check(root + "/transaction/a", version=1)
    results = good.commit()
    assert results[0] == root + "/transaction/a" and results[1].version == 1 and results[2] is True, results
    bad = zk.transaction()
    bad.create(root + "/transaction/b")
    bad.check(root + "/transaction/a", version=7)
    bad.delete(root + "/transaction/a")
    kinds = [type(r) for r in bad.commit()]
    assert kinds == [RolledBackError, BadVersionError, RuntimeInconsistency], kinds
    assert zk.exists(root + "/transaction/b") is None
    return "one done, one rolled back"


def tree_cache(members, root):
    """A cache on one member follows what another member's client does below it."""
    top = root + "/tree"
    writer, reader = members.client(0), members.client(1)
    writer.create(top + "/a/b", b"1", makepath=True)
    cache = TreeCache(reader, top)
    cache.start()
    await_that(lambda: cache.get_data(top + "/a/b") is not None, "initial content")
    writer.set(top + "/a/b", b"2")
    writer.create(top + "/a/c", b"3")
    await_that(lambda: cache.get_data(top + "/a/b").data == b"2", "a change")
    await_that(lambda: sorted(cache.get_children(top + "/a", [])) == ["b", "c"], "a new child")
    writer.delete(top + "/a/b")
    await_that(lambda: cache.get_data(top + "/a/b") is None, "a deletion")
    cache.close()
    return "followed a change, a creation, a deletion"


def ephemerals(members, root):
    """An ephemeral is seen by all, and gone when its client stops."""
    path = root + "/ephemeral"
    owner, others = members.client(0), [members.client(i) for i in range(1, members.count())]
    owner.create(path, ephemeral=True)
    for zk in others:
        zk.sync(path)
        assert zk.exists(path).ephemeralOwner == owner.client_id[0]
    try:
        others[0].create(path)
        raise AssertionError("created twice")
    except NodeExistsError:
        pass
    owner.stop()
    for zk in others:
        zk.sync(path)
        assert zk.exists(path) is None, "outlived its session"
    return "seen through %d members, gone with its session" % members.count()


def move(members, root):
    """A client goes on at another member with its session, and its ephemeral lives."""
    path = root + "/moving"
    client = members.client(0)
    client.create(path, ephemeral=True)
    session = client.client_id
    for i in range(1, members.count()):
        # The client that is left behind must not come back for its session, or the two would take it from each other.
        client._stopped.set()
        client = moved = members.client(i, client_id=session)
        assert moved.client_id[0] == session[0], "another session at member %d" % (i + 1)
        assert moved.exists(path).ephemeralOwner == session[0]
        moved.set(path, b"at member %d" % (i + 1))
    return "one session at %d members in turn" % members.count()


USES = [data_watch, lock, election, party, queue, children_watch, counter, locking_queue, double_barrier, transaction,
        tree_cache, ephemerals, move]


def run(use, addresses):
    members = Members(addresses)
    root = "/kazoo-%s-%s" % (use.__name__, uuid.uuid4().hex[:8])
    start = time.monotonic()
    try:
        members.client(0).create(root)
        detail = use(members, root)
        print("PASS kazoo %s: %s (%.1f s)" % (use.__name__, detail, time.monotonic() - start), flush=True)
        return True
    except BaseException as e:
        where = traceback.extract_tb(e.__traceback__)[-1]
        print("FAIL kazoo %s: %s: %s (%s line %d)"
              % (use.__name__, type(e).__name__, e, where.filename.rsplit("/", 1)[-1], where.lineno), flush=True)
        return False
    finally:
        members.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("members", nargs="+", metavar="HOST:PORT")
    parser.add_argument("--only", choices=[u.__name__ for u in USES])
    options = parser.parse_args()
    logging.basicConfig(level=logging.CRITICAL)
    results = [run(use, options.members) for use in USES if options.only in (None, use.__name__)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
