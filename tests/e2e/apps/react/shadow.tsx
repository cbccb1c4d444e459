import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useQuota } from "./quota";

const Control = () => {
  const { controlProps, reasonProps } = useQuota("createManagedOrg");
  return (
    <>
      <button type="button" id="shaded" {...controlProps}>
        Create
      </button>
      <span {...reasonProps} />
    </>
  );
};

export const Shadow = () => {
  const host = useRef<HTMLDivElement>(null);
  const [root, setRoot] = useState<ShadowRoot | null>(null);
  useEffect(() => {
    const element = host.current;
    if (element) setRoot(element.shadowRoot ?? element.attachShadow({ mode: "open" }));
  }, []);
  return (
    <div id="shadow" ref={host}>
      {root && createPortal(<Control />, root as unknown as Element)}
    </div>
  );
};
