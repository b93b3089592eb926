package io.ensemble.client.cli.command;

import io.ensemble.client.Ensemble;
import io.ensemble.client.Watch;
import io.ensemble.client.cli.output.Console;
import java.time.Duration;

/** What a command runs in: a run of its own, or the shell with its one session. */
public interface Context {
    /** The session; the first call opens it. */
    Ensemble client();

    /** The members, as a connect string. */
    String members();

    /** Longest wait for an answer. */
    Duration patience();

    /** Where it reads and prints. */
    Console console();

    /** Whether the session goes on behind the command. */
    boolean isShell();

    /** Prints a line that comes by itself, while something else may be printed or typed. Any thread. */
    void notice(String line);

    /** Keeps a watch for as long as the session, and says so. In the shell only. */
    void keep(String what, Watch watch);
}
