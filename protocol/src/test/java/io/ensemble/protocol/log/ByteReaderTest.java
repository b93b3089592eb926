package io.ensemble.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteReaderTest {

    @Test
    void shouldReadVariableNumbersAtTheirEdges() {
        for (int shift = 0; shift < 64; shift++) {
            for (long value :
                    new long[] {1L << shift, (1L << shift) - 1, -1L << shift, Long.MIN_VALUE, Long.MAX_VALUE}) {
                byte[] bytes = new ByteWriter(16)
                        .varLong(value)
                        .signedVarLong(value)
                        .varInt((int) value)
                        .signedVarInt((int) value)
                        .toBytes();
                ByteReader in = reader(bytes);

                assertThat(in.varLong()).isEqualTo(value);
                assertThat(in.signedVarLong()).isEqualTo(value);
                assertThat(in.varInt()).isEqualTo((int) value);
                assertThat(in.signedVarInt()).isEqualTo((int) value);
                in.end();
            }
        }
    }

    @Test
    void shouldRefuseNumbersThatCouldBeShorter() {
        assertCorrupt(0x80, 0);
        assertCorrupt(0x81, 0x80, 0);
        assertCorrupt(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2);
        assertCorrupt(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x81, 1);
    }

    @Test
    void shouldRefuseTextThatIsNotUtf8() {
        byte[] bytes = {2, (byte) 0xC0, (byte) 0x80};

        assertThatThrownBy(() -> reader(bytes).string())
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("test: a text that is not UTF-8 (at byte 1)");
    }

    @Test
    void shouldReadReplacementCharacterThatStandsThereByRight() {
        byte[] bytes = new ByteWriter(16).string("a\uFFFDb").toBytes();

        assertThat(reader(bytes).string()).isEqualTo("a\uFFFDb");
    }

    @Test
    void shouldRefuseLengthBeyondTheEnd() {
        byte[] bytes = new ByteWriter(16).varLong(Long.MAX_VALUE).u8(1).toBytes();

        assertThatThrownBy(() -> reader(bytes).bytes()).isInstanceOf(CorruptDataException.class);
        assertThatThrownBy(() -> reader(bytes).nullableBytes()).isInstanceOf(CorruptDataException.class);
        assertThatThrownBy(() -> reader(bytes).string()).isInstanceOf(CorruptDataException.class);
        assertThatThrownBy(() -> reader(bytes).list(1, ByteReader::u8)).isInstanceOf(CorruptDataException.class);
    }

    private static void assertCorrupt(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        assertThatThrownBy(() -> reader(bytes).varLong()).isInstanceOf(CorruptDataException.class);
    }

    private static ByteReader reader(byte[] bytes) {
        return new ByteReader("test", bytes, 0, bytes.length);
    }
}
