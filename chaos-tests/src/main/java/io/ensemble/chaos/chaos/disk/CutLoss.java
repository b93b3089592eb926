package io.ensemble.chaos.chaos.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a power cut took: how the files on a disk differ from what its member saw of them. Immutable.
 *
 * @param gone files that the member had written and the disk has not, or not in the same bytes
 * @param back files that the member had deleted and the disk still has
 */
public record CutLoss(List<String> gone, List<String> back) {
    public CutLoss {
        gone = List.copyOf(gone);
        back = List.copyOf(back);
    }

    /** Compares what is seen with what is stored. */
    static CutLoss of(Path seen, Path stored) throws IOException {
        TreeSet<String> names = new TreeSet<>(files(seen));
        names.addAll(files(stored));
        List<String> gone = new ArrayList<>();
        List<String> back = new ArrayList<>();
        for (String name : names) {
            Path before = seen.resolve(name);
            Path after = stored.resolve(name);
            if (!Files.exists(after)) {
                gone.add(name + " is not there");
            } else if (!Files.exists(before)) {
                back.add(name);
            } else if (Files.mismatch(before, after) >= 0) {
                gone.add(name + " differs from byte " + Files.mismatch(before, after) + " on");
            }
        }
        return new CutLoss(gone, back);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
