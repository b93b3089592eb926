package io.ensemble.chaos.sim.client;

import io.ensemble.chaos.sim.check.Show;
import io.ensemble.chaos.sim.check.Violation;
import io.ensemble.chaos.sim.client.Message.ToClient;
import io.ensemble.chaos.sim.time.SimHost;
import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.chaos.sim.time.SimScheduler;
import io.ensemble.server.lane.WatchTable.Kind;
import io.ensemble.state.command.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client in a process of its own: keeps one session as ZooKeeper's client does, with pings at a third of the timeout and
 * another member after two thirds of silence, and is otherwise as restless as its settings say. Single-threaded.
 */
public final class SimClient {
    private static final byte[] NO_PASSWORD = new byte[16];

    private final Scene scene;
    private final SimHost host;
    private final SimRandom random;
    private final ClientSettings settings;
    private final Operations operations;
    private final int endpoint;
    private final String name;
    private final List<Connection> asked = new ArrayList<>();
    private final Deque<Message.Request> outstanding = new ArrayDeque<>();
    private ClientWatches watches;
    private boolean rearming;
    private @Nullable Connection current;
    private long sessionId;
    private byte[] password = NO_PASSWORD;
    private int timeoutMs;
    private int home;
    private long zxidSeen;
    /** As ZooKeeper's client counts it: neither events nor pings move it. */
    private long zxidReplied;

    private int xid;
    private boolean closing;
    private boolean quiet;
    private boolean restless = true;
    private long answers;

    public SimClient(Scene scene, SimHost host, ClientSettings settings, int endpoint, String name) {
        this.scene = scene;
        this.host = host;
        this.random = host.random().split();
        this.settings = settings;
        this.endpoint = endpoint;
        this.name = name;
        this.operations = new Operations(random.split(), settings, name);
        this.timeoutMs = settings.timeoutMs();
        this.watches = new ClientWatches(name);
        housekeeping();
        burstLater();
    }

    int endpoint() {
        return endpoint;
    }

    /** The client's process. */
    public SimHost host() {
        return host;
    }

    /** No more faults of the client's own making. */
    public void calmDown() {
        restless = false;
    }

    /** No new requests. */
    public void beQuiet() {
        quiet = true;
    }

    /** Whether it has its session and nothing unanswered. */
    public boolean isSettled() {
        return current != null && outstanding.isEmpty() && !closing;
    }

    /** Answers that it got. */
    public long answers() {
        return answers;
    }

    // What it does

    private void housekeeping() {
        host.after(random.between(50, 250) * SimScheduler.MILLIS, () -> {
            look();
            housekeeping();
        });
    }

    private void look() {
        Connection now = current;
        if (now != null) {
            if (scene.now() - now.heardAt > millis(timeoutMs) * 2 / 3) {
                scene.trace(() -> name + " hears nothing from m" + now.member());
                leave(now, random.chance(settings.leaveSilently()));
            } else if (scene.now() - now.sentAt > millis(timeoutMs) / 3 && now.pingedAt < 0) {
                ping(now);
            }
        }
        for (Connection attempt : List.copyOf(asked)) {
            if (scene.now() - attempt.openedAt() > millis(timeoutMs) / 3) {
                scene.trace(() -> name + " gives up m" + attempt.member());
                asked.remove(attempt);
                attempt.close(random.chance(settings.leaveSilently()));
            }
        }
        if (current == null && asked.isEmpty()) {
            ask();
        }
    }

    private void ask() {
        askMember(settings.loyal() && home != 0 ? home : 1 + random.below(scene.members()));
        if (restless && random.chance(settings.twins())) {
            askMember(1 + random.below(scene.members()));
        }
    }

    private void askMember(int member) {
        Connection connection = scene.dial(this, member);
        if (connection == null) {
            return;
        }
        asked.add(connection);
        long seen = zxidReplied;
        if (restless && sessionId != 0 && random.chance(settings.lie())) {
            seen += 1_000_000;
        }
        connection.askedSession = sessionId;
        connection.askedSeen = zxidSeen;
        connection.send(
                new Message.Connect(sessionId, password, scene.nextTimeoutMs(settings.timeoutMs()), seen), scene.now());
    }

    private void burstLater() {
        host.after(random.delay(settings.thinkMs(), settings.thinkMs() * 10) * SimScheduler.MILLIS, () -> {
            burst();
            burstLater();
        });
    }

    private void burst() {
        Connection now = current;
        if (now == null || quiet || closing) {
            return;
        }
        if (restless && random.chance(settings.leave())) {
            move(now);
        } else if (restless && random.chance(settings.sleep())) {
            host.pause(
                    millis(timeoutMs) * random.between(settings.sleepPercentMin(), settings.sleepPercentMax()) / 100);
        } else if (random.chance(settings.close())) {
            closing = true;
            send(now, new Message.Write(++xid, new Op.CloseSession()));
        } else {
            for (int left = 1 + random.below(settings.burstMax()); left > 0; left--) {
                if (outstanding.size() < settings.outstandingMax()) {
                    send(now, operations.next(++xid, scene.newestZxid()));
                }
            }
        }
    }

    /** Goes to another member: the old connection is given up first, or only when the new one stands. */
    private void move(Connection now) {
        if (asked.isEmpty() && random.chance(settings.twins())) {
            scene.trace(() -> name + " asks another member before it leaves m" + now.member());
            askMember(1 + random.below(scene.members()));
        } else {
            scene.trace(() -> name + " leaves m" + now.member());
            leave(now, random.chance(settings.leaveSilently()));
        }
    }

    private void send(Connection to, Message.Request request) {
        outstanding.addLast(request);
        to.send(request, scene.now());
    }

    private void ping(Connection now) {
        now.pingedAt = scene.now();
        now.send(new Message.Ping(), scene.now());
    }

    private void leave(Connection connection, boolean silently) {
        connection.close(silently);
        asked.remove(connection);
        if (current == connection) {
            current = null;
            outstanding.clear();
            if (closing) {
                // Whether the session is over is not known; like a client that lost its close, this one forgets it.
                forget();
            }
        }
    }

    private void forget() {
        sessionId = 0;
        password = NO_PASSWORD;
        zxidSeen = 0;
        zxidReplied = 0;
        closing = false;
        watches = new ClientWatches(name);
    }

    // What it hears

    void readable(Connection connection) {
        for (ToClient message = connection.read(); message != null; message = connection.read()) {
            if (connection.isClosedByClient()) {
                return;
            }
            connection.heardAt = scene.now();
            heard(connection, message);
        }
    }

    private void heard(Connection connection, ToClient message) {
        if (message instanceof Message.Connected connected) {
            connected(connection, connected);
        } else if (message instanceof Message.Expired) {
            expired(connection);
        } else if (message instanceof Message.Fin) {
            leave(connection, false);
        } else if (connection == current) {
            session(message);
        }
    }

    private void connected(Connection connection, Message.Connected connected) {
        asked.remove(connection);
        boolean mine = sessionId == 0 || sessionId == connected.sessionId();
        if (!mine) {
            // It asked twice for a first session: the second one is left to expire.
            leave(connection, false);
            return;
        }
        Connection before = current;
        if (connection.askedSeen < zxidSeen) {
            // It asked before it saw what it has seen by now, at a connection that it may have left since: no more than
            // one connection at a time is ZooKeeper's rule.
            scene.rare("late answer to a former attach");
            leave(connection, false);
            return;
        }
        if (before != null) {
            scene.rare("client attached at two members at once");
            leave(before, random.chance(0.5));
        }
        current = connection;
        home = connection.member();
        sessionId = connected.sessionId();
        password = connected.password();
        timeoutMs = connected.timeoutMs();
        rearming = !watches.isEmpty();
        if (rearming) {
            send(connection, watches.setWatches(++xid, zxidReplied));
        }
        send(connection, operations.labelled(++xid));
    }

    private void expired(Connection connection) {
        long id = connection.askedSession;
        Violation.unless(
                scene.isOver(id), () -> name + " is told that " + Show.session(id) + " is over, and it is not");
        scene.rare("client told that its session expired");
        leave(connection, false);
        if (current == null && id == sessionId) {
            forget();
        }
    }

    private void session(ToClient message) {
        if (message instanceof Message.Reply reply) {
            Message.Request first = outstanding.poll();
            Violation.unless(
                    first != null && first.xid() == reply.xid(),
                    () -> name + ": answer " + reply.xid() + " comes where " + first + " is waited for");
            answers++;
            if (first != null) {
                noteWatches(first, reply);
            }
            zxidReplied = reply.zxid();
            saw(reply.zxid());
            if (closing && outstanding.isEmpty()) {
                Connection over = current;
                forget();
                if (over != null) {
                    leave(over, false);
                }
            }
        } else if (message instanceof Message.Pong pong) {
            Connection now = current;
            if (now != null) {
                now.pingedAt = -1;
            }
            saw(pong.zxid());
        } else if (message instanceof Message.Event event) {
            watches.fired(event.type(), event.path());
            if (event.zxid() >= 0) {
                sawEvent(event.zxid());
            } else {
                scene.rare("missed event delivered on return");
            }
        }
    }

    private void noteWatches(Message.Request request, Message.Reply reply) {
        boolean ok = reply.err() == 0;
        if (request instanceof Message.Read read) {
            Kind kind = Wire.armed(read, reply.err());
            if (kind != null) {
                watches.armed(read.path(), kind, ok, reply.zxid());
            }
        } else if (request instanceof Message.AddWatch add && ok) {
            watches.armed(add.path(), add.kind(), true, reply.zxid());
        } else if (request instanceof Message.RemoveWatch remove && ok) {
            watches.removed(remove.path(), remove.kind());
        } else if (request instanceof Message.SetWatches) {
            scene.rare("watches set again");
            rearming = false;
            watches.backAt(reply.zxid());
        }
    }

    private void saw(long zxid) {
        sawEvent(zxid);
        if (!rearming) {
            watches.shown(scene, zxid);
        }
    }

    private void sawEvent(long zxid) {
        Violation.unless(zxid >= zxidSeen, () -> name + " has seen zxid " + zxidSeen + " and is shown zxid " + zxid);
        zxidSeen = zxid;
    }

    private static long millis(long ms) {
        return ms * SimScheduler.MILLIS;
    }

    @Override
    public String toString() {
        return name;
    }
}
