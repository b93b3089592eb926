package io.ensemble.chaos.sim.client;

import io.ensemble.chaos.sim.client.Message.ToClient;
import io.ensemble.chaos.sim.client.Message.ToMember;
import io.ensemble.chaos.sim.net.SimPipe;
import io.ensemble.server.zookeeper.ZkLane;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One connection of a client to a member, both ends and what is on its way. Single-threaded. */
public final class Connection {
    private final SimClient client;
    private final int member;
    private final MemberEnd end;
    private final SimPipe<ToMember> up;
    private final SimPipe<ToClient> down;
    private final Deque<ToClient> unread = new ArrayDeque<>();
    private final long openedAt;
    private final BooleanSupplier alive;
    private boolean reading;
    private boolean closedByClient;
    long askedSession;
    long askedSeen;
    long heardAt;
    long sentAt;
    long pingedAt = -1;

    /**
     * @param couldClose whether the member's process runs, and did for a while
     * @param published the zxid that the member's replica has published
     * @param alive whether the member's process is still in the life that this connection is of
     */
    public Connection(
            SimClient client,
            int member,
            ZkLane lane,
            Scene scene,
            BooleanSupplier couldClose,
            LongSupplier published,
            BooleanSupplier alive) {
        this.client = client;
        this.member = member;
        this.openedAt = scene.now();
        this.heardAt = openedAt;
        String name = client + "->m" + member + "/" + lane.lane().number();
        this.up = new SimPipe<>(scene.network(), client.endpoint(), member, this::toMember, this::breakUp);
        this.down = new SimPipe<>(scene.network(), member, client.endpoint(), this::toClient, this::breakDown);
        this.end = new MemberEnd(name, member, lane, scene, this::sendDown, unread::size, couldClose, published);
        this.alive = alive;
    }

    // Client's side

    /** Sends to the member. */
    void send(ToMember message, long now) {
        sentAt = now;
        up.send(message);
    }

    /** Closes from the client's side; {@code silently} the member hears nothing of it. */
    void close(boolean silently) {
        if (!closedByClient) {
            closedByClient = true;
            if (!silently) {
                up.send(new Message.Fin());
            }
            up.closeBehind();
        }
    }

    boolean isClosedByClient() {
        return closedByClient;
    }

    int member() {
        return member;
    }

    long openedAt() {
        return openedAt;
    }

    /** Takes the next message that arrived. */
    @Nullable
    ToClient read() {
        return unread.poll();
    }

    // Member's side

    private void sendDown(ToClient message) {
        down.send(message);
        if (message instanceof Message.Fin) {
            down.closeBehind();
        }
    }

    /** The member's process died: the network tells the client. */
    public void memberDied() {
        up.close();
        toClient(new Message.Fin());
    }

    /** Breaks the connection, as a reset does: both ends hear of it, sooner or later. */
    public void reset() {
        up.breakNow();
        down.breakNow();
    }

    private void toMember(ToMember message) {
        if (alive.getAsBoolean()) {
            end.arrived(message);
        }
    }

    private void breakUp() {
        toClient(new Message.Fin());
        toMember(new Message.Fin());
    }

    private void breakDown() {
        toMember(new Message.Fin());
        toClient(new Message.Fin());
    }

    private void toClient(ToClient message) {
        unread.addLast(message);
        if (!reading) {
            reading = true;
            client.host().after(0, () -> {
                reading = false;
                client.readable(this);
            });
        }
    }

    /** Whether it leads to this member. */
    public boolean isOfMember(int number) {
        return member == number;
    }

    /** Whether the member has the connection open. */
    public boolean isOpenAtMember() {
        return alive.getAsBoolean() && !end.isClosed();
    }

    /** Checks that nothing is missing at the end. */
    public void assertNothingDue() {
        if (isOpenAtMember()) {
            end.assertNothingDue();
        }
    }

    @Override
    public String toString() {
        return end.toString();
    }
}
