package io.ensemble.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** An ensemble of one member that all tests of this process share: each uses paths of its own. */
public final class OneMember {
    private static final TestEnsemble SHARED = start();

    private OneMember() {}

    /** It is started with the first use, and ends with the process. */
    public static TestEnsemble shared() {
        return SHARED;
    }

    private static TestEnsemble start() {
        try {
            return new TestEnsemble(Files.createTempDirectory("ensemble-client-tests"), 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
