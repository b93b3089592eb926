package io.ensemble.chaos.chaos.plant;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** All plants there are, by name. */
public final class Plants {
    /** All, in the order of the list. */
    public static final List<Plant> ALL = Stream.of(
                    LogPlants.ALL, ApplyPlants.ALL, SessionPlants.ALL, LanePlants.ALL, MemberPlants.ALL, SimPlants.ALL)
            .flatMap(List::stream)
            .toList();

    private static final String HOME = "ensemble.home";
    private static final String MARK = "state-machine/src/main/java";

    private Plants() {}

    /** @throws IllegalArgumentException where there is no such plant */
    public static Plant named(String title) {
        return ALL.stream()
                .filter(plant -> plant.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no plant '" + title + "'; --list shows those that there are"));
    }

    /** For people, a line each. */
    public static String text() {
        StringBuilder text = new StringBuilder();
        for (Plant plant : ALL) {
            String where = plant.onlyMember() == 0 ? "" : ", in member " + plant.onlyMember() + " only";
            where += plant.drill().isEmpty() ? "" : " (" + plant.drill().get(0) + ")";
            text.append(String.format(Locale.ROOT, "  %-24s %s%s%n", plant.title(), plant.bug(), where));
        }
        return text.toString();
    }

    /** The root of the clone that this program was built from. */
    public static Path sources() {
        Path from = Path.of(System.getProperty(HOME, "")).toAbsolutePath();
        for (Path folder = from; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(MARK))) {
                return folder;
            }
        }
        throw new IllegalStateException("plants are made from the sources: there is no clone around " + from);
    }
}
