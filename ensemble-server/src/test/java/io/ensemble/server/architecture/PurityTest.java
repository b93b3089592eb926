package io.ensemble.server.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.concurrent.Executors;

/**
 * What may have no time, thread or chance of its own: the state machine, because every member must come to the same
 * state, and what stands between the log and the sockets, because the simulation repeats a run by its seed.
 */
@AnalyzeClasses(packages = "io.ensemble", importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {
    private static final String STATE = "io.ensemble.state..";
    private static final String[] REPEATABLE = {
        STATE,
        "io.ensemble.protocol..",
        "io.ensemble.server.lane..",
        "io.ensemble.server.member..",
        "io.ensemble.server.proposer..",
        "io.ensemble.server.replica..",
        "io.ensemble.server.session.."
    };

    @ArchTest
    static final ArchRule noClock = noClasses()
            .that()
            .resideInAnyPackage(REPEATABLE)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Instant");

    @ArchTest
    static final ArchRule noThread = noClasses()
            .that()
            .resideInAnyPackage(REPEATABLE)
            .should()
            .dependOnClassesThat(assignableTo(Thread.class))
            .orShould()
            .dependOnClassesThat(assignableTo(Executors.class))
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Timer");

    @ArchTest
    static final ArchRule noChance = noClasses()
            .that()
            .resideInAnyPackage(REPEATABLE)
            .should()
            .dependOnClassesThat(assignableTo(Random.class))
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .callMethod(System.class, "identityHashCode", Object.class);

    @ArchTest
    static final ArchRule noConfigurationReachesApply = noClasses()
            .that()
            .resideInAPackage(STATE)
            .should()
            .callMethod(System.class, "getProperty", String.class)
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(Integer.class, "getInteger", String.class)
            .orShould()
            .callMethod(Boolean.class, "getBoolean", String.class);

    @ArchTest
    static final ArchRule noFilesNorLogsInTheStateMachine = noClasses()
            .that()
            .resideInAPackage(STATE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "java.io..", "java.nio.file..", "java.net..", "java.util.concurrent..", "org.slf4j.."));
}
