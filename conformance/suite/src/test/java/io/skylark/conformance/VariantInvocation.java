package io.skylark.conformance;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// Runs one scenario method with one client: not the class that JUnit found, but the same class linked against the
/// client of the variant.
final class VariantInvocation implements InvocationInterceptor, ParameterResolver {
    private final EachClient scenario;
    private final ClientVariant variant;

    VariantInvocation(EachClient scenario, ClientVariant variant) {
        this.scenario = scenario;
        this.variant = variant;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Run.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Bench.of(context).run(scenario, variant, context);
    }

    @Override
    public void interceptTestTemplateMethod(Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext, ExtensionContext context) throws Throwable {
        invocation.skip();
        ClientLoader loader = Bench.of(context).loader(variant, scenario.balancesOften());
        Method found = invocationContext.getExecutable();
        Method linked = loader.loadClass(found.getDeclaringClass().getName())
                .getDeclaredMethod(found.getName(), found.getParameterTypes());
        linked.setAccessible(true);
        Constructor<?> constructor = linked.getDeclaringClass().getDeclaredConstructor();
        constructor.setAccessible(true);

        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            linked.invoke(constructor.newInstance(), invocationContext.getArguments().toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
