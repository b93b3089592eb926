package io.ensemble.client.cli.tree;

/**
 * The first line of an export. Immutable.
 *
 * @param path the top
 * @param zxid the moment that it shows
 * @param znodes how many lines follow
 */
record ExportHeader(String path, long zxid, long znodes) {
    /** Of the lines' form. */
    static final int VERSION = 1;
}
