package io.ensemble.chaos.chaos.fault;

import io.ensemble.server.consensus.offline.LogFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kills a member, damages one of its files, and starts it again. Damage is in the first half of a file: at the end of the
 * open segment it could not be told from a record that was being written when the member died. Used once.
 */
final class FileDamage {
    private final Site site;
    private final int member;
    private final Target target;

    FileDamage(Site site, int member, Target target) {
        this.site = site;
        this.member = member;
        this.target = target;
    }

    void strike() throws IOException, InterruptedException {
        site.cluster().kill(member);
        Path file = file(site.cluster().data(member));
        if (file == null) {
            site.note(member, "killed; it has no file to damage");
        } else {
            damage(file);
        }
        site.cluster().start(member);
        site.mayEnd(member);
    }

    private void damage(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        site.effects().happened("damaged");
        site.putBackLater(member, file, whole);
        if (target.upTo(4) == 0) {
            site.note(member, "killed, " + file.getFileName() + " deleted");
            Files.delete(file);
            return;
        }
        int at = target.pick() % Math.max(1, whole.length / 2);
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << target.upTo(8));
        Files.write(file, damaged);
        site.note(member, "killed, a bit of " + file.getFileName() + " flipped at byte " + at);
    }

    /** A segment that holds something, or a snapshot. */
    private @Nullable Path file(Path data) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(data)) {
            for (Path segment : LogFiles.segments(data)) {
                // Of an open one only the first part is written, and damage behind that is none.
                if (!segment.getFileName().toString().contains("inprogress")) {
                    files.add(segment);
                }
            }
            files.addAll(LogFiles.snapshots(data));
        }
        return files.isEmpty() ? null : files.get(target.pick() % files.size());
    }
}
