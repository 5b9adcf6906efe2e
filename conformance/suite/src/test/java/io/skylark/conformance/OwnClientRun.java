package io.skylark.conformance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a method with [OwnClient] its run.
final class OwnClientRun implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Run.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        OwnClient scenario = context.getRequiredTestMethod().getAnnotation(OwnClient.class);
        return Bench.of(context).run(scenario, context);
    }
}
