package io.ensemble.chaos.sim.client;

import io.ensemble.chaos.sim.check.ConnectionCheck;
import io.ensemble.chaos.sim.check.ReadModel;
import io.ensemble.chaos.sim.check.Show;
import io.ensemble.chaos.sim.client.Message.ToMember;
import io.ensemble.server.lane.Request;
import io.ensemble.server.lane.WatchTable;
import io.ensemble.server.lane.WatchTable.Kind;
import io.ensemble.state.State;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Op;

/** Makes the lane's requests of a client's messages, as a front end does. Confined to the connection's lane. */
final class Requests {
    private Requests() {}

    /** @param floor what the member had published when the request was decoded */
    static Request of(MemberEnd end, ConnectionCheck check, ToMember message, long floor) {
        if (message instanceof Message.Write write) {
            if (!end.isClosing()) {
                check.submittedWrite(Show.op(write.op()));
            }
            if (write.op() instanceof Op.CloseSession) {
                end.closing();
            }
            return new WriteRequest(end, check, write);
        } else if (message instanceof Message.Sync sync) {
            return new SyncRequest(end, check, sync);
        } else if (message instanceof Message.Read read) {
            return new ReadRequest(end, check, read, floor);
        }
        return new WatchRequest(end, check, message);
    }

    private static final class WriteRequest extends Request.Write {
        private final MemberEnd end;
        private final ConnectionCheck check;
        private final Message.Write message;

        WriteRequest(MemberEnd end, ConnectionCheck check, Message.Write message) {
            super(message.op());
            this.end = end;
            this.check = check;
            this.message = message;
        }

        @Override
        protected void done(Outcome outcome, long zxid) {
            String shown = Show.outcome(outcome);
            check.wrote(Show.op(message.op()), shown, zxid);
            boolean ok = !(outcome instanceof Outcome.Failed)
                    && !(outcome instanceof Outcome.MultiDone multi && !multi.committed());
            end.answer(message, new Message.Reply(message.xid(), zxid, ok, shown));
        }
    }

    private static final class ReadRequest extends Request.Read {
        private final MemberEnd end;
        private final ConnectionCheck check;
        private final Message.Read message;
        private final long floor;

        ReadRequest(MemberEnd end, ConnectionCheck check, Message.Read message, long floor) {
            this.end = end;
            this.check = check;
            this.message = message;
            this.floor = floor;
        }

        @Override
        protected void run(State at) {
            String result = ReadModel.read(at, message.kind(), message.path());
            check.read(message.kind(), message.path(), result, at.zxid(), floor);
            boolean exists = at.find(message.path()) != null;
            if (message.watch() && (exists || message.kind() == ReadModel.Kind.EXISTS)) {
                Kind kind = message.kind() == ReadModel.Kind.CHILDREN ? Kind.CHILD : Kind.DATA;
                end.lane().watches().add(end.session(), message.path(), kind);
                check.armed(message.path(), kind);
            }
            end.answer(message, new Message.Reply(message.xid(), at.zxid(), true, result));
        }
    }

    /** Arms or takes away a persistent watch: a read of nothing, so that it keeps its place. */
    private static final class WatchRequest extends Request.Read {
        private final MemberEnd end;
        private final ConnectionCheck check;
        private final ToMember message;

        WatchRequest(MemberEnd end, ConnectionCheck check, ToMember message) {
            this.end = end;
            this.check = check;
            this.message = message;
        }

        @Override
        protected void run(State at) {
            WatchTable table = end.lane().watches();
            check.answered("a change of watches", at.zxid());
            if (message instanceof Message.AddWatch add) {
                table.add(end.session(), add.path(), add.kind());
                check.armed(add.path(), add.kind());
                end.answer(message, new Message.Reply(add.xid(), at.zxid(), true, "watched"));
            } else if (message instanceof Message.RemoveWatch remove) {
                boolean removed = table.remove(end.session(), remove.path(), remove.kind());
                boolean expected = check.disarmed(remove.path(), remove.kind());
                io.ensemble.chaos.sim.check.Violation.unless(
                        removed == expected, () -> end + ": watch on " + remove.path() + " removed: " + removed);
                end.answer(message, new Message.Reply(remove.xid(), at.zxid(), removed, "removed"));
            }
        }
    }

    private static final class SyncRequest extends Request.Barrier {
        private final MemberEnd end;
        private final ConnectionCheck check;
        private final Message.Sync message;

        SyncRequest(MemberEnd end, ConnectionCheck check, Message.Sync message) {
            this.end = end;
            this.check = check;
            this.message = message;
        }

        @Override
        protected void done(long zxid) {
            check.synced(zxid, message.floor());
            end.answer(message, new Message.Reply(message.xid(), zxid, true, "synced"));
        }
    }
}
