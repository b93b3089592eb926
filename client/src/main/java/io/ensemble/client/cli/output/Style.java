package io.ensemble.client.cli.output;

/** How a piece of text stands out on a terminal. */
public enum Style {
    STRONG("1"),
    GOOD("32"),
    CHANGED("33"),
    BAD("31"),
    FAINT("2");

    static final String END = "\u001b[0m";

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String start() {
        return "\u001b[" + code + "m";
    }
}
