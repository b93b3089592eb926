package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.wire.JuteReader;
import io.ensemble.chaos.wire.JuteWriter;
import io.ensemble.chaos.wire.Opcode;
import io.ensemble.chaos.wire.Requests;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** One znode behind ZooKeeper's protocol, for one client, that goes wrong at one set if it is told to. */
final class FakeMember implements AutoCloseable {
    /** How it goes wrong. */
    enum Fault {
        NONE,
        CLOSE,
        LOSE,
        REPEAT,
        WRONG_XID
    }

    private static final int BAD_VERSION = -103;

    private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Fault fault;
    private final int faultAt;
    private int version;
    private int sets;
    private String data = "";

    FakeMember(Fault fault, int faultAt) throws IOException {
        this.fault = fault;
        this.faultAt = faultAt;
        Thread thread = new Thread(() -> {
            try (Socket client = socket.accept()) {
                serve(client);
            } catch (IOException ignored) {
                // The client has gone, or the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
    }

    private void serve(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        in.readNBytes(in.readInt());
        out.write(Requests.frame(new JuteWriter()
                .int32(0)
                .int32(10_000)
                .int64(77)
                .buffer(new byte[16])
                .bool(false)
                .toBytes()));
        while (true) {
            JuteReader request = new JuteReader(in.readNBytes(in.readInt()));
            int xid = request.int32();
            int opcode = request.int32();
            if (opcode == Opcode.SET_DATA && ++sets == faultAt && fault == Fault.CLOSE) {
                return;
            }
            byte[] reply = reply(opcode, request, opcode == Opcode.SET_DATA && sets == faultAt ? fault : Fault.NONE);
            int wrong = opcode == Opcode.SET_DATA && sets == faultAt && fault == Fault.WRONG_XID ? 1 : 0;
            out.write(Requests.frame(
                    new JuteWriter().int32(xid + wrong).int64(sets).raw(reply).toBytes()));
        }
    }

    /** Error code and body. */
    private byte[] reply(int opcode, JuteReader request, Fault now) {
        JuteWriter ok = new JuteWriter().int32(0);
        switch (opcode) {
            case Opcode.GET_DATA:
                return ok.buffer(RawSession.bytes(data)).raw(stat()).toBytes();
            case Opcode.SET_DATA:
                request.string();
                String value = new String(request.buffer(), java.nio.charset.StandardCharsets.UTF_8);
                int expected = request.int32();
                if (expected != version) {
                    return new JuteWriter().int32(BAD_VERSION).toBytes();
                }
                version += now == Fault.LOSE ? 0 : now == Fault.REPEAT ? 2 : 1;
                data = value;
                return ok.raw(stat()).toBytes();
            default:
                return ok.toBytes();
        }
    }

    private byte[] stat() {
        return new JuteWriter()
                .int64(1)
                .int64(1)
                .int64(1)
                .int64(1)
                .int32(version)
                .int32(0)
                .int32(0)
                .int64(0)
                .int32(data.length())
                .int32(0)
                .int64(1)
                .toBytes();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
