package io.ensemble.deploy.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The {@code --data} that every command takes. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "folder of the ensemble's configuration, data and logs (default: data/local beside ./ensemble)")
    @Nullable
    Path data;

    /** The folder, absolute: members run in folders of their own, and are told apart by their files' full names. */
    Path folder() {
        Path folder = data != null ? data : Path.of(System.getProperty("ensemble.home", "."), "data", "local");
        return folder.toAbsolutePath().normalize();
    }

    /** The ensemble that was started in the folder. */
    LocalEnsemble ensemble() {
        return new LocalEnsemble(LocalLayout.load(folder()), JavaCommand.ofThisJvm(), System.out);
    }
}
