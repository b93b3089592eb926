package io.ensemble.protocol.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.log.BatchCodec;
import io.ensemble.protocol.log.EncodedPart;
import io.ensemble.protocol.log.Golden;
import io.ensemble.protocol.peer.PeerMessage.Forward;
import io.ensemble.protocol.peer.PeerMessage.KeepAlive;
import io.ensemble.protocol.peer.PeerMessage.Reject;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Part;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Members of two releases talk to each other while one replaces the other: the bytes of version 1. */
class PeerGoldenTest {
    private final PeerCodec codec = new PeerCodec(0xC1C2_C3C4_C5C6_C7C8L);
    private final Map<String, byte[]> golden = Golden.load("peer-v1.txt");

    @Test
    void shouldWriteAndReadTheHelloOfVersion1() {
        PeerHello hello = new PeerHello(1, 2, 0x1122_3344_5566_7788L, 9);

        assertThat(hex(codec.encode(hello))).isEqualTo(hex(golden.get("hello")));
        assertThat(codec.decodeHello(ByteBuffer.wrap(golden.get("hello")))).isEqualTo(hello);
    }

    @Test
    void shouldWriteAndReadTheMessagesOfVersion1() {
        messages().forEach((name, message) -> {
            byte[] bytes = golden.get(name);

            assertThat(hex(codec.encode(message))).as(name).isEqualTo(hex(bytes));
            assertThat(codec.decode(ByteBuffer.wrap(bytes)))
                    .as(name)
                    .usingRecursiveComparison()
                    .isEqualTo(message);
        });
    }

    private static Map<String, PeerMessage> messages() {
        EncodedPart batch = BatchCodec.encode(
                new Part.Batch(1, 300, 70_000, 2, null, List.of(), List.of(new Command.RaiseRules(1))));
        EncodedPart hello = new EncodedPart.Hello(new Part.Hello(2, 0x1122_3344_5566_7788L, 5));
        Map<String, PeerMessage> messages = new LinkedHashMap<>();
        messages.put("forward-batch", new Forward(4, batch, List.of(new KeepAlive(0x0100_0000_0000_0007L, 3))));
        messages.put("forward-hello", new Forward(4, hello, List.of()));
        messages.put("reject", new Reject(5, 3, "not the leader"));
        messages.put("reject-bare", new Reject(5, 0, null));
        return messages;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
