package io.ensemble.client.cli.tree;

import io.ensemble.client.cli.output.Bytes;
import io.ensemble.client.cli.output.Console;
import io.ensemble.client.cli.output.Style;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Draws znodes that come parents first. How many children a znode has is known from its stat, so that the last one is known
 * when it comes; of those that may not be read it says how many they are. Confined to one thread.
 */
final class Drawing {
    private static final int DATA_LENGTH_MAX = 80;

    private static final class Open {
        private final String path;
        private final String indent;
        private int left;

        Open(String path, String indent, int left) {
            this.path = path;
            this.indent = indent;
            this.left = left;
        }
    }

    private final Console console;
    private final String top;
    private final int depthMax;
    private final Deque<Open> open = new ArrayDeque<>();

    Drawing(Console console, String top, int depthMax) {
        this.console = console;
        this.top = top;
        this.depthMax = depthMax;
    }

    void draw(Entry entry) {
        int depth = entry.depthBelow(top);
        if (depth > depthMax) {
            return;
        }
        while (!open.isEmpty() && !entry.isBelow(open.element().path)) {
            leave(open.pop());
        }
        String indent = "";
        if (open.isEmpty()) {
            console.out().println(console.styled(Style.STRONG, entry.path()) + rest(entry));
        } else {
            Open parent = open.element();
            parent.left--;
            boolean last = parent.left == 0;
            console.out().println(parent.indent + (last ? "└── " : "├── ") + name(entry) + rest(entry));
            indent = parent.indent + (last ? "    " : "│   ");
        }
        if (depth < depthMax && entry.stat().childCount() > 0) {
            open.push(new Open(entry.path(), indent, entry.stat().childCount()));
        }
    }

    void end() {
        while (!open.isEmpty()) {
            leave(open.pop());
        }
        console.out().flush();
    }

    private void leave(Open left) {
        if (left.left > 0) {
            console.out().println(left.indent + "└── (" + left.left + " that you may not read)");
        }
    }

    private String name(Entry entry) {
        return entry.stat().ephemeralOwner() == 0 ? entry.name() : console.styled(Style.CHANGED, entry.name());
    }

    private static String rest(Entry entry) {
        String data = Bytes.shown(entry.data());
        String shown = data.length() > DATA_LENGTH_MAX ? data.substring(0, DATA_LENGTH_MAX) + "..." : data;
        String ephemeral = entry.stat().ephemeralOwner() == 0 ? "" : " (ephemeral)";
        return (shown.isEmpty() ? "" : " = " + shown) + ephemeral;
    }
}
