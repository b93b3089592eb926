package io.ensemble.server.zookeeper;

import io.ensemble.protocol.zookeeper.ZkOp;
import io.ensemble.protocol.zookeeper.ZkRecord;
import io.ensemble.server.lane.WatchTable;
import io.ensemble.server.lane.WatchTable.EventType;
import io.ensemble.server.lane.WatchTable.Kind;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.State;
import io.ensemble.state.tree.Znode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are about watches themselves: addWatch, checkWatches, removeWatches, and what a client that comes back
 * says it watched.
 *
 * @param at the version at which the request runs
 * @param channel where the events go that a returning client missed
 */
record WatchRequests(State at, WatchTable watches, WatchTable.Watcher watcher, ZkChannel channel) {
    private static final Kind[] MODES = {Kind.PERSISTENT, Kind.PERSISTENT_RECURSIVE};
    private static final Map<Integer, List<Kind>> TYPES = Map.of(
            1, List.of(Kind.CHILD),
            2, List.of(Kind.DATA),
            3, List.of(Kind.values()),
            4, List.of(Kind.PERSISTENT),
            5, List.of(Kind.PERSISTENT_RECURSIVE));

    /** The zxid of events that a returning client missed: which change it was is not known any more. */
    private static final long NO_ZXID = -1;

    /** The answer, or null where the request is none about watches. */
    @Nullable
    Answer answer(ZkOp request) {
        if (request instanceof ZkOp.SetWatches set) {
            return setWatches(set);
        } else if (request instanceof ZkOp.AddWatch add) {
            return addWatch(add);
        } else if (request instanceof ZkOp.CheckWatches check) {
            return checkWatches(check);
        } else if (request instanceof ZkOp.RemoveWatches remove) {
            return removeWatches(remove);
        }
        return null;
    }

    private Answer addWatch(ZkOp.AddWatch request) {
        if (request.mode() < 0 || request.mode() >= MODES.length) {
            return Answer.MALFORMED;
        }
        watches.add(watcher, request.path(), MODES[request.mode()]);
        return Answer.of(new ZkRecord.ErrorReply(ErrorCode.OK.number()));
    }

    private Answer checkWatches(ZkOp.CheckWatches request) {
        List<Kind> kinds = TYPES.get(request.type());
        if (kinds == null) {
            return Answer.MALFORMED;
        }
        return kinds.stream().anyMatch(kind -> watches.contains(watcher, request.path(), kind))
                ? Answer.OK
                : Answer.failed(ErrorCode.NO_WATCHER);
    }

    private Answer removeWatches(ZkOp.RemoveWatches request) {
        List<Kind> kinds = TYPES.get(request.type());
        if (kinds == null) {
            return Answer.MALFORMED;
        }
        boolean removed = false;
        for (Kind kind : kinds) {
            removed |= watches.remove(watcher, request.path(), kind);
        }
        return removed ? Answer.OK : Answer.failed(ErrorCode.NO_WATCHER);
    }

    /** One-shot watches whose event was missed fire at once, the others are armed again. */
    private Answer setWatches(ZkOp.SetWatches request) {
        long seen = request.relativeZxid();
        for (String path : request.data()) {
            Znode znode = find(path);
            if (znode == null) {
                missed(EventType.NODE_DELETED, path);
            } else if (znode.stat().mzxid() > seen) {
                missed(EventType.NODE_DATA_CHANGED, path);
            } else {
                watches.add(watcher, path, Kind.DATA);
            }
        }
        for (String path : request.exist()) {
            if (find(path) != null) {
                missed(EventType.NODE_CREATED, path);
            } else {
                watches.add(watcher, path, Kind.DATA);
            }
        }
        for (String path : request.child()) {
            Znode znode = find(path);
            if (znode == null) {
                missed(EventType.NODE_DELETED, path);
            } else if (znode.stat().pzxid() > seen) {
                missed(EventType.NODE_CHILDREN_CHANGED, path);
            } else {
                watches.add(watcher, path, Kind.CHILD);
            }
        }
        request.persistent().forEach(path -> watches.add(watcher, path, Kind.PERSISTENT));
        request.recursive().forEach(path -> watches.add(watcher, path, Kind.PERSISTENT_RECURSIVE));
        return Answer.OK;
    }

    private void missed(EventType type, String path) {
        channel.event(type.number(), path, NO_ZXID);
    }

    private @Nullable Znode find(String path) {
        return at.find(path.isEmpty() ? "/" : path);
    }
}
