package io.ensemble.junit;

import io.ensemble.client.Ensemble;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link EnsembleTest} does. Stateless: what there is is in JUnit's store, and closed with it. */
final class EnsembleExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterTestExecutionCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(EnsembleExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        started(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        started(context).members().heal();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            started(context).keepFolder();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestMembers.class || type == Ensemble.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestMembers members = started(context).members();
        if (parameter.getParameter().getType() == TestMembers.class) {
            return members;
        }
        ClosedClient client = new ClosedClient(members.connect());
        context.getStore(NAMESPACE).put(client, client);
        return client.client();
    }

    /** Those of this class or, where it is nested, of the one around it, which started them before. */
    private static StartedMembers started(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        StartedMembers.class, key -> new StartedMembers(count(context)), StartedMembers.class);
    }

    private static int count(ExtensionContext context) {
        Optional<Class<?>> type = context.getTestClass();
        while (type.isPresent()) {
            Optional<EnsembleTest> asked = AnnotationSupport.findAnnotation(type.get(), EnsembleTest.class);
            if (asked.isPresent()) {
                return asked.get().members();
            }
            type = Optional.ofNullable(type.get().getEnclosingClass());
        }
        throw new IllegalStateException("no @EnsembleTest on " + context.getDisplayName());
    }
}
