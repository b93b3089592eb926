package io.ensemble.client.cli.command;

import io.ensemble.client.Ensemble;
import io.ensemble.client.Watch;
import io.ensemble.client.cli.output.Console;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A run of one command, with a session of its own if it needs one. Confined to the command's thread but for notices. */
final class OneRun implements Context, AutoCloseable {
    private final Connection connection;
    private final Console console;
    private @Nullable Ensemble client;

    OneRun(Connection connection, Console console) {
        this.connection = connection;
        this.console = console;
    }

    @Override
    public Ensemble client() {
        Ensemble open = client;
        if (open == null) {
            open = connection.open();
            client = open;
        }
        return open;
    }

    @Override
    public String members() {
        return connection.members();
    }

    @Override
    public Duration patience() {
        return connection.patience();
    }

    @Override
    public Console console() {
        return console;
    }

    @Override
    public boolean isShell() {
        return false;
    }

    @Override
    public void notice(String line) {
        console.out().println(line);
    }

    @Override
    public void keep(String what, Watch watch) {
        throw new IllegalStateException("nothing goes on behind a command");
    }

    @Override
    public void close() {
        console.out().flush();
        if (client != null) {
            client.close();
        }
    }
}
