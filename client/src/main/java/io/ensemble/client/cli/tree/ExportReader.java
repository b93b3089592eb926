package io.ensemble.client.cli.tree;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads an export, and takes nothing else: every znode below the top, behind its parent, once, and as many as the first line
 * says. Confined to one thread.
 */
final class ExportReader implements AutoCloseable {
    private final BufferedReader lines;
    private final ExportHeader header;
    private final Deque<String> parents = new ArrayDeque<>();
    private long count;
    private String last = "";

    /** @throws IOException that says why it is no export */
    ExportReader(InputStream from) throws IOException {
        lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8), 1 << 16);
        header = ExportLines.header(lines.readLine());
    }

    ExportHeader header() {
        return header;
    }

    /** The next znode; null behind the last. */
    @Nullable
    ExportedZnode next() throws IOException {
        String line = lines.readLine();
        if (line == null && count == header.znodes()) {
            return null;
        }
        if (line == null) {
            throw new IOException("it ends behind " + count + " of " + header.znodes() + " znodes: it was cut short");
        }
        count++;
        try {
            ExportedZnode znode = ExportLines.znode(line);
            check(znode.path());
            return znode;
        } catch (IOException e) {
            // The first line says what it is.
            throw new IOException("line " + (count + 1) + ": " + e.getMessage(), e);
        }
    }

    private void check(String path) throws IOException {
        if (count > header.znodes()) {
            throw new IOException("there are more znodes than the first line says");
        }
        if (parents.isEmpty()) {
            if (!path.equals(header.path())) {
                throw new IOException("the top, " + header.path() + ", comes first, not " + path);
            }
        } else {
            while (!parents.isEmpty() && !parents.element().equals(Readable.parent(path))) {
                parents.pop();
            }
            if (parents.isEmpty() || path.equals(last) || path.equals(header.path())) {
                throw new IOException(path + " is not behind its parent, or twice there");
            }
        }
        parents.push(path);
        last = path;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
