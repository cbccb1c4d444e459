// @ts-check
import { Converter, ReflectionKind } from "typedoc";

/**
 * A TypeDoc plugin: what a type has from another is said once, where that one is. Constructors are all from elsewhere: nobody makes what
 * this package gives.
 * @param {import("typedoc").Application} app
 */
export function load({ converter }) {
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const foreign = Object.values(project.reflections).filter(
      ({ flags, kind }) => flags.isInherited || kind === ReflectionKind.Constructor,
    );
    for (const reflection of foreign) project.removeReflection(reflection);
  });
}
