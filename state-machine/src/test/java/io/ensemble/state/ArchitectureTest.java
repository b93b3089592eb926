package io.ensemble.state;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** What the pure core must not know of: whatever could differ between two members that apply the same entry. */
@AnalyzeClasses(packages = "io.ensemble.state", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Set<String> CLOCKS = Set.of("currentTimeMillis", "nanoTime", "now", "getProperty", "getenv");

    @ArchTest
    static final ArchRule dependsOnTheJdkAlone = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "io.ensemble.state..",
                    "java.lang",
                    "java.lang.invoke", // the view of bytes as longs, and what lambdas compile to
                    "java.lang.runtime", // records
                    "java.nio", // ByteOrder
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "org.jspecify.."));

    @ArchTest
    static final ArchRule hasNoClock = noClasses()
            .should()
            .callMethodWhere(describe("asks for the time or the environment", call -> CLOCKS.contains(call.getName())));

    @ArchTest
    static final ArchRule hasNoThreadNorRandomnessNorHashOrder = noClasses()
            .should()
            .dependOnClassesThat(
                    nameMatching("java\\.util\\.(Hash.*|Linked.*|IdentityHash.*|WeakHash.*|Random.*|UUID|Timer.*"
                            + "|Date|Calendar|Locale|Scanner|ServiceLoader|SplittableRandom)"))
            .orShould()
            .dependOnClassesThat(nameMatching("java\\.lang\\.(Thread.*|Runtime|Process.*|InheritableThreadLocal)"))
            .orShould()
            .dependOnClassesThat(resideInAPackage("java.util.concurrent.."));

    @ArchTest
    static final ArchRule hasNoIdentityHash = noClasses()
            .should()
            .callMethod(System.class, "identityHashCode", Object.class)
            .orShould()
            .callMethod(Object.class, "hashCode");

    @ArchTest
    static final ArchRule hasNoOutput =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule calculatesInWholeNumbers =
            noFields().should().haveRawType(describe("floating point", ArchitectureTest::isFloating));

    @ArchTest
    static final ArchRule returnsWholeNumbers =
            noMethods().should().haveRawReturnType(describe("floating point", ArchitectureTest::isFloating));

    @ArchTest
    static final ArchRule takesWholeNumbers = noMethods()
            .should()
            .haveRawParameterTypes(describe(
                    "floating point among them", types -> types.stream().anyMatch(ArchitectureTest::isFloating)));

    @ArchTest
    static final ArchRule hasNoSharedVariable =
            fields().that().haveModifier(JavaModifier.STATIC).should().beFinal();

    @ArchTest
    static final ArchRule locksNothing = noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED);

    @ArchTest
    static final ArchRule mapsDoNotKnowWhatTheyHold = noClasses()
            .that()
            .resideInAnyPackage("io.ensemble.state.collection", "io.ensemble.state.path")
            .should()
            .dependOnClassesThat(describe(
                    "another package of the state",
                    type -> type.getPackageName().startsWith("io.ensemble.state")
                            && !type.getPackageName().equals("io.ensemble.state.collection")
                            && !type.getPackageName().equals("io.ensemble.state.path")));

    private static boolean isFloating(JavaClass type) {
        return type.isEquivalentTo(double.class)
                || type.isEquivalentTo(float.class)
                || type.isEquivalentTo(Double.class)
                || type.isEquivalentTo(Float.class);
    }
}
