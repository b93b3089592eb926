package io.ensemble.client.cli.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a command reads from and prints to. Any thread.
 *
 * @param in null where values cannot come from there, as in the shell, whose commands do
 * @param isTerminal whether a person looks at it: colour and progress are for people only
 */
public record Console(
        @Nullable InputStream in, OutputStream stream, PrintWriter out, PrintWriter err, boolean isTerminal) {

    /** For streams of UTF-8. */
    public static Console of(@Nullable InputStream in, OutputStream out, OutputStream err, boolean isTerminal) {
        return new Console(in, out, writer(out), writer(err), isTerminal);
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** These bytes, and nothing behind them. */
    public void write(byte[] bytes) throws IOException {
        out.flush();
        stream.write(bytes);
        stream.flush();
    }

    /** A text in a colour, or as it is. */
    public String styled(Style style, String text) {
        return isTerminal ? style.start() + text + Style.END : text;
    }
}
