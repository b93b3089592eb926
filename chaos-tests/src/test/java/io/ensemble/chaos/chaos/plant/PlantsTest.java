package io.ensemble.chaos.chaos.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.chaos.chaos.fault.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlantsTest {
    @TempDir
    private Path folder;

    /** A plant is a change of the program as it is now; whoever changes that line changes the plant, too. */
    @Test
    void everyPlantCanBeMadeFromTheSourcesThatThereAre() throws IOException {
        for (Plant plant : Plants.ALL) {
            Path classes = PlantedClasses.make(plant, Plants.sources(), folder.resolve(plant.title()));
            try (Stream<Path> made = Files.walk(classes)) {
                assertThat(made.anyMatch(file -> file.toString().endsWith(".class")))
                        .as(plant.title())
                        .isEqualTo(!plant.edits().isEmpty());
            }
        }
    }

    @Test
    void namesAndFaultsAreThere() {
        assertThat(Plants.ALL).extracting(Plant::title).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(15);
        for (Plant plant : Plants.ALL) {
            assertThat(Faults.named(plant.faults())).hasSameSizeAs(plant.faults());
            assertThat(plant.edits().isEmpty())
                    .isEqualTo(plant.isSimulated() || plant.title().equals("fsync-skipped"));
        }
    }

    @Test
    void aPlantThatNoLongerFitsIsNotMade() {
        Edit gone = Edit.state("apply/TreeRules", "what was never there", "");
        Edit ambiguous = Edit.state("apply/TreeRules", "return", "");

        assertThatThrownBy(() -> PlantedClasses.make(Plant.of("a", "", gone), Plants.sources(), folder))
                .hasMessageContaining("has no");
        assertThatThrownBy(() -> PlantedClasses.make(Plant.of("b", "", ambiguous), Plants.sources(), folder))
                .hasMessageContaining("more than one");
    }
}
