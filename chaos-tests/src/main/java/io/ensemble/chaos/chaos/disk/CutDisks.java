package io.ensemble.chaos.chaos.disk;

import io.ensemble.chaos.chaos.net.Shell;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A disk of its own for each member: an ext4 in an image file, so that what has reached the disk can be told from what the
 * kernel holds for it. A power cut is a copy of the images at one moment each, below the page cache of what is mounted; the
 * members go on from the copies. The images are on an XFS that shares blocks, which makes a copy one atomic step.
 *
 * <p>The disk is one without a cache of its own: what a file system has written is there. Linux, root, xfsprogs. One
 * thread.
 */
public final class CutDisks implements AutoCloseable {
    private static final long HOST_BYTES = 6L << 30;
    private static final long DISK_BYTES = 256L << 20;
    /** Nothing reaches the disk because time goes by, or because ext4 guesses that a rename was meant to be durable. */
    private static final String MOUNT = "loop,noatime,commit=300,noauto_da_alloc";

    private final Path home;
    private final List<Path> mounts;
    private int generation;

    private CutDisks(Path home, List<Path> mounts) {
        this.home = home;
        this.mounts = mounts;
    }

    /** Why there can be none here, in a few words; nothing where there can. */
    public static Optional<String> missing() {
        if (!Shell.isRoot()) {
            return Optional.of("power cuts need root, for disks of their own");
        }
        return Stream.of("mkfs.xfs", "mkfs.ext4", "losetup")
                .filter(command -> !Shell.has(command))
                .findFirst()
                .map(command -> "power cuts need the command " + command
                        + (command.equals("mkfs.xfs") ? " (package xfsprogs)" : ""));
    }

    /**
     * Makes and mounts them.
     *
     * @param home for the images
     * @param mounts where each member's disk is to be
     */
    public static CutDisks create(Path home, List<Path> mounts) throws IOException, InterruptedException {
        CutDisks disks = new CutDisks(Files.createDirectories(home), List.copyOf(mounts));
        Runtime.getRuntime().addShutdownHook(new Thread(disks::close));
        try {
            disks.build();
            return disks;
        } catch (IOException | InterruptedException e) {
            disks.close();
            throw e;
        }
    }

    private void build() throws IOException, InterruptedException {
        Path host = home.resolve("host.img");
        sparse(host, HOST_BYTES);
        Shell.run("mkfs.xfs", "-q", "-f", "-m", "reflink=1", host.toString());
        Files.createDirectories(shared());
        Shell.run("mount", "-o", "loop,noatime", host.toString(), shared().toString());
        for (int i = 0; i < mounts.size(); i++) {
            Path image = image(i, generation);
            sparse(image, DISK_BYTES);
            Shell.run("mkfs.ext4", "-q", "-F", image.toString());
            Files.createDirectories(mounts.get(i));
            mount(image, mounts.get(i));
            // A member's folder is to be empty at first.
            Files.delete(mounts.get(i).resolve("lost+found"));
        }
    }

    private static void sparse(Path file, long bytes) throws IOException {
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(bytes);
        }
    }

    private static void mount(Path image, Path at) throws IOException, InterruptedException {
        Shell.run("mount", "-o", MOUNT, image.toString(), at.toString());
    }

    /**
     * The power goes off: takes what the disks have at this moment. The members still see what they had.
     *
     * @param before is done at once before the first disk is copied, such as to stop the members
     * @return for each disk what its member saw otherwise than the disk has it
     */
    public List<CutLoss> cut(List<String> before) throws IOException, InterruptedException {
        generation++;
        StringBuilder script = new StringBuilder("set -e\n");
        before.forEach(line -> script.append(line).append('\n'));
        for (int i = 0; i < mounts.size(); i++) {
            script.append("cp --reflink=always ")
                    .append(image(i, generation - 1))
                    .append(' ')
                    .append(image(i, generation))
                    .append(" & p")
                    .append(i)
                    .append("=$!\n");
        }
        for (int i = 0; i < mounts.size(); i++) {
            script.append("wait $p").append(i).append('\n');
        }
        Shell.run(script.toString(), List.of("sh"));
        List<CutLoss> losses = new ArrayList<>();
        Path look = Files.createDirectories(home.resolve("look"));
        for (int i = 0; i < mounts.size(); i++) {
            mount(image(i, generation), look);
            try {
                losses.add(CutLoss.of(mounts.get(i), look));
            } finally {
                Shell.run("umount", look.toString());
            }
        }
        return losses;
    }

    /** The power is back: what is mounted is what the disks had. No member may run. */
    public void restore() throws IOException, InterruptedException {
        for (int i = 0; i < mounts.size(); i++) {
            Shell.run("umount", mounts.get(i).toString());
            mount(image(i, generation), mounts.get(i));
            Files.delete(image(i, generation - 1));
        }
    }

    private Path shared() {
        return home.resolve("shared");
    }

    private Path image(int disk, int of) {
        return shared().resolve("disk-" + disk + "-" + of + ".img");
    }

    /** Unmounts what is mounted; the images stay. No member may run. */
    @Override
    public void close() {
        Shell.undo("umount", "-l", home.resolve("look").toString());
        mounts.forEach(mount -> Shell.undo("umount", "-l", mount.toString()));
        Shell.undo("umount", "-l", shared().toString());
    }
}
