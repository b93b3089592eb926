package io.ensemble.chaos.chaos.plant;

import io.ensemble.chaos.chaos.cluster.Layout;
import io.ensemble.chaos.chaos.cluster.Software;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Members with a planted bug. */
public final class PlantedSoftware implements Software {
    private static final String CLASS_PATH = "-cp";

    private final Software sound;
    private final Plant plant;
    private final Path classes;

    /** @param classes as {@link PlantedClasses} made them */
    public PlantedSoftware(Software sound, Plant plant, Path classes) {
        this.sound = sound;
        this.plant = plant;
        this.classes = classes;
    }

    /** With the plant of this name, out of the sources of the clone that this program runs from. */
    public static PlantedSoftware of(Software sound, String title, Path folder) throws IOException {
        Plant plant = Plants.named(title);
        return new PlantedSoftware(sound, plant, PlantedClasses.make(plant, Plants.sources(), folder));
    }

    @Override
    public int portsPerMember() {
        return sound.portsPerMember();
    }

    @Override
    public Path data(Path folder) {
        return sound.data(folder);
    }

    @Override
    public boolean saysWhyItHalts() {
        return sound.saysWhyItHalts();
    }

    @Override
    public boolean tellsDigests() {
        return sound.tellsDigests();
    }

    @Override
    public List<String> command(int member, Path folder, Layout layout) throws IOException {
        List<String> command = new ArrayList<>(sound.command(member, folder, layout));
        if (plant.isIn(member)) {
            int at = command.indexOf(CLASS_PATH) + 1;
            command.set(at, classes + System.getProperty("path.separator") + command.get(at));
        }
        return command;
    }
}
