package io.ensemble.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestTemplateTest {
    private static String string(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void shouldPatchXidAndNumberOfACreate() {
        RequestTemplate template = RequestTemplate.of(Operation.CREATE, "/a/b", new byte[] {1, 2, 3});
        ByteBuffer out = ByteBuffer.allocate(2 * template.length());
        template.put(out, 11, 0);
        template.put(out, 12, 1_234_567_890L);
        out.flip();

        for (int i = 0; i < 2; i++) {
            assertThat(out.getInt()).isEqualTo(template.length() - 4);
            assertThat(out.getInt()).isEqualTo(11 + i);
            assertThat(out.getInt()).isEqualTo(1);
            assertThat(string(out)).isEqualTo(i == 0 ? "/a/b/0000000000" : "/a/b/1234567890");
            assertThat(out.getInt()).isEqualTo(3);
            out.position(out.position() + 3);
            assertThat(out.getInt()).isEqualTo(1);
            assertThat(out.getInt()).isEqualTo(31);
            assertThat(string(out)).isEqualTo("world");
            assertThat(string(out)).isEqualTo("anyone");
            assertThat(out.getInt()).isZero();
        }
        assertThat(out.hasRemaining()).isFalse();
    }

    @Test
    void shouldSetAtAnyVersion() {
        RequestTemplate template = RequestTemplate.of(Operation.SET, "/z", new byte[5]);
        ByteBuffer out = ByteBuffer.allocate(template.length());
        template.put(out, 3, 99);
        out.flip().position(8);

        assertThat(out.getInt()).isEqualTo(5);
        assertThat(string(out)).isEqualTo("/z");
        assertThat(out.getInt()).isEqualTo(5);
        assertThat(out.getInt(out.limit() - 4)).isEqualTo(-1);
    }
}
