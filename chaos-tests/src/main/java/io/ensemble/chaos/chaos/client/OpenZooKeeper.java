package io.ensemble.chaos.chaos.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.jute.InputArchive;
import org.apache.jute.OutputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.AsyncCallback.VoidCallback;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.RequestHeader;
import org.jspecify.annotations.Nullable;

/** ZooKeeper's client with a door to its connection, so that reply headers, and with them zxids, can be seen. */
final class OpenZooKeeper extends ZooKeeper {

    /** An answer, on the client's event thread. */
    @FunctionalInterface
    interface Answer<R extends Record> {
        void came(int error, long zxid, R body);
    }

    OpenZooKeeper(String connectString, int sessionTimeoutMs, Watcher watcher, ZKClientConfig config)
            throws IOException {
        super(connectString, sessionTimeoutMs, watcher, config);
    }

    /** Queues a request; what is queued is sent in order. */
    <R extends Record> void submit(int opcode, Record request, R body, String path, Answer<R> answer) {
        RequestHeader header = new RequestHeader();
        header.setType(opcode);
        ReplyHeader reply = new ReplyHeader();
        VoidCallback callback = (error, ignoredPath, context) -> answer.came(error, reply.getZxid(), body);
        cnxn.queuePacket(header, reply, request, new Body<>(body), callback, path, path, null, null);
    }

    /** Queues the request to close the session; its answer has no body. */
    void submitClose(Answer<Nothing> answer) {
        RequestHeader header = new RequestHeader();
        header.setType(OpCode.closeSession);
        ReplyHeader reply = new ReplyHeader();
        VoidCallback callback = (error, path, context) -> answer.came(error, reply.getZxid(), Nothing.NOTHING);
        cnxn.queuePacket(header, reply, null, null, callback, "", "", null, null);
    }

    /** Ends the client and says nothing to the server: the session is left to its timeout. */
    void abandon() {
        cnxn.disconnect();
    }

    /** Where it is connected to, or null. */
    @Nullable
    InetSocketAddress remote() {
        return (InetSocketAddress) testableRemoteSocketAddress();
    }

    /** The body of an answer that has none. */
    enum Nothing implements Record {
        NOTHING;

        @Override
        public void serialize(OutputArchive archive, String tag) {}

        @Override
        public void deserialize(InputArchive archive, String tag) {}
    }

    /** A response under another class than its own, because the client chooses a callback's type by the class. */
    private record Body<R extends Record>(R record) implements Record {
        @Override
        public void serialize(OutputArchive archive, String tag) throws IOException {
            record.serialize(archive, tag);
        }

        @Override
        public void deserialize(InputArchive archive, String tag) throws IOException {
            record.deserialize(archive, tag);
        }
    }
}
