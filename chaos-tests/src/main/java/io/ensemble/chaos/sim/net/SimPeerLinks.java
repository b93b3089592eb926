package io.ensemble.chaos.sim.net;

import io.ensemble.chaos.sim.time.SimHost;
import io.ensemble.chaos.sim.time.SimLoop;
import io.ensemble.protocol.peer.PeerMessage;
import io.ensemble.server.peer.PeerLinks;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One life of a member's streams to the others. A message of an older stream never arrives once one of a newer stream of
 * the same sender did, as a receiver of the wire sees to it. Single-threaded.
 */
public final class SimPeerLinks implements PeerLinks {
    private final int self;
    private final Map<Integer, SimPeerLinks> everybody;
    private final SimNetwork network;
    private final SimHost host;
    private final SimLoop loop;
    private final Receiver receiver;
    private final Map<Integer, Stream> outgoing = new TreeMap<>();
    private final Map<Integer, Long> newestSeen = new HashMap<>();

    /** @param everybody where each member's present links are found, and where these are put */
    public SimPeerLinks(
            int self,
            Map<Integer, SimPeerLinks> everybody,
            SimNetwork network,
            SimHost host,
            SimLoop loop,
            Receiver receiver) {
        this.self = self;
        this.everybody = everybody;
        this.network = network;
        this.host = host;
        this.loop = loop;
        this.receiver = receiver;
        everybody.put(self, this);
    }

    @Override
    public void send(int member, PeerMessage message) {
        if (member == self) {
            loop.execute(() -> receiver.received(self, message));
            return;
        }
        Stream stream = outgoing.get(member);
        if (stream == null) {
            stream = new Stream(member);
            outgoing.put(member, stream);
        }
        stream.pipe.send(message);
    }

    @Override
    public void closeAll() {
        outgoing.values().forEach(stream -> stream.cancelled = true);
        outgoing.values().forEach(stream -> stream.pipe.close());
        outgoing.clear();
        for (SimPeerLinks other : everybody.values()) {
            Stream incoming = other.outgoing.get(self);
            if (other != this && incoming != null) {
                incoming.cancelled = true;
                incoming.pipe.breakNow();
            }
        }
    }

    /** Breaks the stream to a member, as a reset of the connection does. */
    public void breakStream(int member) {
        Stream stream = outgoing.get(member);
        if (stream != null) {
            stream.pipe.breakNow();
        }
    }

    /** The process died: its streams, to and from it, break as the others will notice. */
    public void died() {
        outgoing.values().forEach(stream -> stream.pipe.breakNow());
        everybody.remove(self, this);
        for (SimPeerLinks other : everybody.values()) {
            other.breakStream(self);
        }
    }

    private void arrived(Stream stream, PeerMessage message) {
        if (!host.isAlive()) {
            return;
        }
        loop.execute(() -> {
            long newest = newestSeen.getOrDefault(stream.sender, 0L);
            if (stream.cancelled || stream.id < newest) {
                return;
            }
            newestSeen.put(stream.sender, stream.id);
            receiver.received(stream.sender, message);
        });
    }

    private final class Stream {
        final int sender = self;
        final int member;
        final long id;
        final SimPipe<PeerMessage> pipe;
        /** The life of the receiver that this stream was opened to. */
        private final @Nullable SimPeerLinks target;
        /** Closed by its receiver: nothing of it is taken from the receiver's loop any more. */
        boolean cancelled;

        Stream(int member) {
            this.member = member;
            this.id = network.nextStreamId();
            this.target = everybody.get(member);
            this.pipe = new SimPipe<>(network, self, member, this::arrive, this::broke);
        }

        private void arrive(PeerMessage message) {
            if (target == null || everybody.get(member) != target) {
                pipe.breakNow();
            } else {
                target.arrived(this, message);
            }
        }

        private void broke() {
            if (!host.isAlive() || everybody.get(self) != SimPeerLinks.this) {
                return;
            }
            loop.execute(() -> {
                if (outgoing.remove(member, this)) {
                    receiver.broken(member);
                }
            });
        }
    }
}
