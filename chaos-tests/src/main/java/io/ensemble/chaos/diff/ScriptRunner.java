package io.ensemble.chaos.diff;

import io.ensemble.chaos.diff.Action.Call;
import io.ensemble.chaos.diff.ClientSlot.Pending;
import io.ensemble.chaos.diff.Observation.What;
import io.ensemble.chaos.wire.Opcode;
import io.ensemble.chaos.wire.Requests;
import io.ensemble.chaos.wire.WireConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays one script to one target. Clients act one after the other; before a client acts that has not acted since another
 * did, it syncs, so that what it sees does not depend on how fast news travels. At the end every client syncs, closes its
 * session, and the tree that is left is read. One thread, one script.
 */
public final class ScriptRunner {
    static final int SYNC_XID = 1_000_000_000;
    private static final int FIRST_XID = 1000;

    private final Target target;
    private final Script script;
    private final ScriptEnvironment start;
    private final List<ClientSlot> slots = new ArrayList<>();
    private final Map<Long, String> sessions = new LinkedHashMap<>();
    private final Handshakes handshakes;

    private ScriptRunner(Target target, Script script, ScriptEnvironment start) {
        this.target = target;
        this.script = script;
        this.start = start;
        this.handshakes = new Handshakes(target.members(), sessions);
        for (int i = 0; i < script.clients(); i++) {
            slots.add(new ClientSlot(i));
        }
    }

    /**
     * Plays the script below a fresh path.
     *
     * @param prefix names a znode that does not exist yet, nor its parent
     * @throws IOException where the target cannot be reached at all
     */
    public static Transcript play(Target target, Script script, String prefix) throws IOException {
        long startMs = System.currentTimeMillis();
        try (Observer observer = new Observer(target.members().get(0))) {
            ScriptEnvironment start = new ScriptEnvironment(prefix, observer.makeRoot(prefix), 0);
            ScriptRunner runner = new ScriptRunner(target, script, start);
            try {
                runner.playAll();
            } finally {
                for (ClientSlot slot : runner.slots) {
                    slot.drop();
                }
            }
            List<List<Observation>> seen = new ArrayList<>();
            runner.slots.forEach(slot -> seen.add(slot.seen));
            seen.add(observer.readTree(prefix, script.actions().size()));
            return new Transcript(start, seen, runner.sessions, runner.handshakes.movedAgain(), startMs);
        }
    }

    private void playAll() throws IOException {
        List<Action> actions = script.actions();
        int next = 0;
        while (next < actions.size()) {
            Action action = actions.get(next);
            ClientSlot slot = slots.get(action.client());
            catchUp(slot, next);
            int end = next + 1;
            if (action instanceof Call) {
                while (end < actions.size() && continues(actions.get(end - 1), actions.get(end))) {
                    end++;
                }
                burst(slot, next, end);
            } else {
                single(slot, next, action);
            }
            othersFallBehind(slot);
            next = end;
        }
        finish(actions.size());
    }

    /**
     * Nothing is pipelined behind a setACL: ZooKeeper checks a write against the rights of before for as long as the
     * setACL is on its way through its pipeline, so that what it answers depends on its threads.
     */
    private static boolean continues(Action before, Action action) {
        return action instanceof Call call
                && call.pipelined()
                && call.client() == before.client()
                && ((Call) before).opcode() != Opcode.SET_ACL;
    }

    /** All news that the actions of other clients made reach this client before it acts. */
    private void catchUp(ClientSlot slot, int action) throws IOException {
        if (slot.behind && slot.connection != null) {
            byte[] sync = Requests.request(SYNC_XID, Opcode.SYNC, Requests.path("/"));
            send(slot, List.of(sync), List.of(new Pending(action, Opcode.SYNC, SYNC_XID)));
        }
        slot.behind = false;
    }

    private void othersFallBehind(ClientSlot slot) {
        slots.forEach(other -> other.behind |= other != slot);
    }

    private void burst(ClientSlot slot, int from, int to) throws IOException {
        if (slot.connection == null) {
            return;
        }
        ScriptEnvironment environment = environment(slot);
        List<byte[]> frames = new ArrayList<>();
        List<Pending> pending = new ArrayList<>();
        boolean closes = false;
        for (int i = from; i < to && !closes; i++) {
            Call call = (Call) script.actions().get(i);
            int xid = call.xid() == null ? FIRST_XID + i : call.xid();
            frames.add(Requests.request(xid, call.opcode(), call.body().bytes(environment)));
            pending.add(new Pending(i, call.opcode(), xid));
            closes = call.closes();
        }
        send(slot, frames, pending);
        WireConnection open = slot.connection;
        if (closes && open != null) {
            int last = from + pending.size() - 1;
            boolean excused = ((Call) script.actions().get(last)).excused() != null;
            slot.awaitClosed(open, last, excused ? ClientSlot.EXCUSED_TIMEOUT_MS : ClientSlot.CLOSE_TIMEOUT_MS);
        }
    }

    private void single(ClientSlot slot, int index, Action action) throws IOException {
        if (action instanceof Action.Open open) {
            handshakes.open(slot, index, open);
        } else if (action instanceof Action.Resume resume) {
            handshakes.resume(slot, index, resume);
        } else if (action instanceof Action.Handshake handshake) {
            handshakes.raw(slot, index, handshake.body().bytes(environment(slot)));
        } else if (action instanceof Action.Drop) {
            slot.drop();
        } else if (action instanceof Action.Raw raw && slot.connection != null) {
            WireConnection open = slot.connection;
            sendRaw(slot, index, raw.body().bytes(environment(slot)));
            slot.awaitClosed(open, index, ClientSlot.CLOSE_TIMEOUT_MS);
        }
    }

    private void finish(int end) throws IOException {
        for (ClientSlot slot : slots) {
            catchUp(slot, end);
        }
        for (ClientSlot slot : slots) {
            catchUp(slot, end);
            if (slot.connection != null) {
                byte[] close = Requests.request(FIRST_XID - 1, Opcode.CLOSE_SESSION, Requests.empty());
                send(slot, List.of(close), List.of(new Pending(end, Opcode.CLOSE_SESSION, FIRST_XID - 1)));
                WireConnection open = slot.connection;
                if (open != null) {
                    slot.awaitClosed(open, end, ClientSlot.CLOSE_TIMEOUT_MS);
                }
                othersFallBehind(slot);
            }
        }
    }

    private void send(ClientSlot slot, List<byte[]> frames, List<Pending> pending) throws IOException {
        WireConnection open = slot.connection;
        if (open == null) {
            return;
        }
        try {
            open.sendFrames(frames);
        } catch (IOException e) {
            // the server has closed it: what it sent before that is still there to be read
        }
        slot.await(pending);
    }

    private static void sendRaw(ClientSlot slot, int index, byte[] bytes) {
        try {
            if (slot.connection != null) {
                slot.connection.sendRaw(bytes);
            }
        } catch (IOException e) {
            slot.note(index, What.REFUSED, "");
        }
    }

    private ScriptEnvironment environment(ClientSlot slot) {
        return new ScriptEnvironment(start.prefix(), start.startZxid(), slot.lastZxid);
    }
}
