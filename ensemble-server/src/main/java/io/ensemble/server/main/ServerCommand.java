package io.ensemble.server.main;

import io.ensemble.server.config.ConfigException;
import io.ensemble.server.config.ConfigLoader;
import io.ensemble.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ensemble server}: runs one member until it is stopped. */
@Command(
        name = "server",
        description = "Runs one member of an ensemble until it is stopped.",
        mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
    /** The configuration or the folder does not allow a start: starting again changes nothing. */
    static final int EXIT_CANNOT_START = 78;
    /** The member halted: its log says why. */
    static final int EXIT_HALTED = 70;

    private static final Logger LOG = LoggerFactory.getLogger(ServerCommand.class);

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The member's configuration file.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Override
    public Integer call() throws InterruptedException {
        try {
            ServerConfig config = ConfigLoader.load(file);
            ServerProcess process = ServerProcess.start(config, ServerCommand::halt);
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, stopped), "ensemble-stop"));
            stopped.await();
            return 0;
        } catch (ConfigException e) {
            e.problems().forEach(System.err::println);
            return EXIT_CANNOT_START;
        } catch (IOException e) {
            System.err.println("ensemble: " + e.getMessage());
            LOG.error("cannot start: {}", e.getMessage());
            LOG.debug("cause", e);
            return EXIT_CANNOT_START;
        }
    }

    private static void stop(ServerProcess process, CountDownLatch stopped) {
        try {
            process.close();
        } catch (IOException e) {
            LOG.warn("stopping: {}", e.toString());
        } finally {
            stopped.countDown();
        }
    }

    /** A member that must not go on ends its process at once: it never guesses. */
    private static void halt(String why, @Nullable Throwable cause) {
        LOG.error("HALT {}", why, cause);
        System.err.println("ensemble: halted: " + why);
        Runtime.getRuntime().halt(EXIT_HALTED);
    }
}
