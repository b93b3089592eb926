package io.ensemble.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that has an ensemble: real members, each a process of its own on this machine, started before the first test
 * of the class and ended behind the last one. Tests, constructors and lifecycle methods may have parameters of
 *
 * <ul>
 *   <li>{@link TestMembers}, the handle: where the members are, who leads, and what can be done to them;
 *   <li>{@link io.ensemble.client.Ensemble}, a connected client, one for each parameter, closed behind the test (that of a
 *       constructor or {@code @BeforeAll}: behind the last one).
 * </ul>
 *
 * <p>Before each test all members are made to serve again, whatever the test before did to them. What is in the tree stays: let each
 * test use paths of its own. Nested classes have the ensemble of the class around them.
 *
 * <p>Members run with the test's class path, or, where the system property {@code ensemble.lib} names one, with the jars in
 * that folder (the {@code lib} of an installed Ensemble). Their data and logs are in a folder of their own, which is deleted behind
 * the tests, unless one failed: then it is kept, and named on standard error.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(EnsembleExtension.class)
public @interface EnsembleTest {
    /** How many members, 1 to 9. */
    int members() default 3;
}
