package io.ensemble.chaos.diff;

import io.ensemble.chaos.wire.ConnectReply;
import io.ensemble.chaos.wire.ConnectRequest;
import io.ensemble.chaos.wire.JuteReader;
import io.ensemble.chaos.wire.Opcode;
import io.ensemble.chaos.wire.ReplyFrame;
import io.ensemble.chaos.wire.Requests;
import io.ensemble.chaos.wire.WireAcl;
import io.ensemble.chaos.wire.WireConnection;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A client beside those of a script: makes the root of the script's tree and reads what is left of it. One thread. */
final class Observer implements AutoCloseable {
    private static final int TIMEOUT_MS = 40_000;
    private static final int ZNODES_MAX = 10_000;

    private final WireConnection connection;

    Observer(InetSocketAddress member) throws IOException {
        connection = WireConnection.connect(member, TIMEOUT_MS);
        connection.send(ConnectRequest.open(TIMEOUT_MS));
        byte[] frame = connection.receive(TIMEOUT_MS);
        if (frame == null || !ConnectReply.read(frame).isAccepted()) {
            throw new EOFException(member + " does not take clients");
        }
    }

    /** Makes the root of a script's tree, below a znode that no other script uses, and says at which zxid. */
    long makeRoot(String path) throws IOException {
        make(path.substring(0, path.lastIndexOf('/')));
        return make(path);
    }

    /** Makes a znode and says at which zxid. */
    long make(String path) throws IOException {
        ReplyFrame reply = call(Opcode.CREATE, Requests.create(path, new byte[0], WireAcl.OPEN, 0));
        if (reply.err() != 0) {
            throw new IOException("cannot create " + path + ": " + reply.err());
        }
        return reply.zxid();
    }

    /** Children, data and rights of each znode that may be read, in the order of their paths. */
    List<Observation> readTree(String root, int action) throws IOException {
        call(Opcode.SYNC, Requests.path("/"));
        List<Observation> seen = new ArrayList<>();
        Deque<String> paths = new ArrayDeque<>(List.of(root));
        while (!paths.isEmpty() && seen.size() < ZNODES_MAX) {
            String path = paths.removeFirst();
            ReplyFrame children = call(Opcode.GET_CHILDREN2, Requests.pathWatch(path, false));
            seen.add(new Observation.Reply(action, Opcode.GET_CHILDREN2, children));
            seen.add(new Observation.Reply(
                    action, Opcode.GET_DATA, call(Opcode.GET_DATA, Requests.pathWatch(path, false))));
            seen.add(new Observation.Reply(action, Opcode.GET_ACL, call(Opcode.GET_ACL, Requests.path(path))));
            if (children.err() == 0) {
                List<String> names = new JuteReader(children.body()).strings();
                (names == null ? List.<String>of() : names)
                        .stream().sorted().forEach(name -> paths.addLast(path + "/" + name));
            }
        }
        return seen;
    }

    private ReplyFrame call(int opcode, byte[] body) throws IOException {
        connection.sendFrames(List.of(Requests.request(1, opcode, body)));
        ReplyFrame reply = connection.receiveReply(TIMEOUT_MS);
        if (reply == null) {
            throw new EOFException("the observer was disconnected");
        }
        return reply;
    }

    @Override
    public void close() throws IOException {
        try (connection) {
            call(Opcode.CLOSE_SESSION, Requests.empty());
        }
    }
}
