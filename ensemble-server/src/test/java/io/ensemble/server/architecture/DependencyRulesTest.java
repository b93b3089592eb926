package io.ensemble.server.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.regex.Pattern;

/** Who may know whom. docs/ARCHITECTURE.md says why; a rule that fails names the class that reaches too far. */
@AnalyzeClasses(packages = "io.ensemble", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyRulesTest {
    private static final String STATE = "io.ensemble.state..";
    private static final String PROTOCOL = "io.ensemble.protocol..";
    private static final String SERVER = "io.ensemble.server..";
    private static final String NATIVE = "io.ensemble.server.grpc..";
    private static final String MAIN = "io.ensemble.server.main..";
    private static final String CONSENSUS = "io.ensemble.server.consensus..";

    /** What stands between the log and the sockets, and runs in the simulation as it is. */
    private static final String[] ABOVE_THE_LOG = {
        "io.ensemble.server.lane..",
        "io.ensemble.server.member..",
        "io.ensemble.server.proposer..",
        "io.ensemble.server.replica..",
        "io.ensemble.server.session.."
    };

    @ArchTest
    static final ArchRule stateMachineStandsAlone = classes()
            .that()
            .resideInAPackage(STATE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    STATE,
                    "java.lang..",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "java.nio",
                    "java.nio.charset",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule protocolKnowsTheStateOnly =
            noClasses().that().resideInAPackage(PROTOCOL).should().dependOnClassesThat(resideInAPackage(SERVER));

    @ArchTest
    static final ArchRule ratisStaysInConsensus = noClasses()
            .that()
            .resideOutsideOfPackage(CONSENSUS)
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.ratis.."));

    @ArchTest
    static final ArchRule nettyStaysAtTheSockets = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.ensemble.protocol.zookeeper..",
                    "io.ensemble.server.zookeeper..",
                    "io.ensemble.server.peer..",
                    "io.ensemble.server.loop..",
                    "io.ensemble.server.grpc.net..",
                    MAIN)
            .should()
            .dependOnClassesThat(resideInAPackage("io.netty.."));

    @ArchTest
    static final ArchRule grpcStaysInTheNativeApi = noClasses()
            .that()
            .resideOutsideOfPackages(NATIVE, "io.ensemble.protocol.grpc..", "io.ensemble.client..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.grpc..", "com.google.protobuf..", "io.ensemble.protocol.grpc.."));

    @ArchTest
    static final ArchRule frontEndsDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage(NATIVE)
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.ensemble.server.zookeeper..", "io.ensemble.protocol.zookeeper.."));

    @ArchTest
    static final ArchRule onlyMainKnowsMain =
            noClasses().that().resideOutsideOfPackage(MAIN).should().dependOnClassesThat(resideInAPackage(MAIN));

    @ArchTest
    static final ArchRule aboveTheLogOnlySeamsAreKnown = noClasses()
            .that()
            .resideInAnyPackage(ABOVE_THE_LOG)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.ensemble.server.zookeeper..",
                    NATIVE,
                    "io.ensemble.server.admin..",
                    "io.ensemble.server.config..",
                    "io.ensemble.protocol.zookeeper..",
                    "io.netty..",
                    "org.apache.ratis.."));

    /** What apply answers with is a value that ring, windows and tree speak of too; it knows none of them. */
    @ArchTest
    static final ArchRule noCyclesInTheStateMachine = slices().matching("io.ensemble.state.(*)..")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(alwaysTrue(), nested("io.ensemble.state.apply", "Change|Outcome|InvariantViolation"));

    @ArchTest
    static final ArchRule noCyclesInTheProtocol =
            slices().matching("io.ensemble.protocol.(*)..").should().beFreeOfCycles();

    /**
     * What a member is given (its wiring, settings, guards, probe) names seams only, and is known by its parts; the link
     * of the chain of applied entries is a value that all of them follow.
     */
    @ArchTest
    static final ArchRule noCyclesInTheServer = slices().matching("io.ensemble.server.(*)..")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(
                    alwaysTrue(), nested("io.ensemble.server.member", "Wiring|WriteStage|Member(Guard|Probe|Settings)"))
            .ignoreDependency(alwaysTrue(), nested("io.ensemble.server.replica", "Link"));

    /** The named classes of a package and what is nested in them. */
    private static DescribedPredicate<JavaClass> nested(String packageName, String names) {
        return nameMatching(Pattern.quote(packageName) + "\\.(" + names + ")(\\$.*)?")
                .forSubtype();
    }
}
