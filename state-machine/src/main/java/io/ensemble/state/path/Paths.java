package io.ensemble.state.path;

/** ZooKeeper's path rules (PathUtils), pure. */
public final class Paths {
    private Paths() {}

    /** Whether this is a valid absolute path. */
    public static boolean isValid(String path) {
        throw new UnsupportedOperationException();
    }

    /** The parent of a valid path other than {@code /}. */
    public static String parent(String path) {
        throw new UnsupportedOperationException();
    }
}
