import type { ControlProps } from "quota-gate/react";
import { memo, useEffect, useState, version } from "react";
import { createPortal } from "react-dom";
import { useQuota } from "./quota";
import type { Play } from "./stage";

interface Props {
  readonly play: Play;
}

const Submit = memo(({ play, controlProps }: Props & { controlProps: ControlProps }) => {
  play.rendered("Submit");
  return (
    <button type="submit" id="publish" {...controlProps}>
      Publish
    </button>
  );
});

/** A form of its own, which React has within another one, and the page elsewhere. */
const Elsewhere = ({ play }: Props) => {
  const [body, setBody] = useState<Element | null>(null);
  useEffect(() => setBody(document.body), []);
  if (!body) return null;
  const form = (
    <form
      id="elsewhere"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        play.heard("submit elsewhere");
      }}
    />
  );
  return createPortal(form, body);
};

export const Publish = ({ play }: Props) => {
  const [voters, setVoters] = useState("10");
  // As an application has it: an object of its own for each rendering, and NaN while the field is empty.
  const { controlProps, reasonProps, formProps } = useQuota("publishProcess", {
    voters: Number.parseInt(voters, 10),
  });
  play.rendered("Publish");
  return (
    <form
      id="form"
      {...formProps}
      onSubmit={(event) => {
        event.preventDefault();
        play.heard(`submit ${(event.nativeEvent as SubmitEvent).submitter?.id ?? "by nobody"}`);
      }}
    >
      <input
        aria-label="Voters"
        id="voters"
        value={voters}
        onChange={(event) => setVoters(event.target.value)}
      />
      <Submit play={play} controlProps={controlProps} />
      <span id="why-publish">
        <span {...reasonProps} />
      </span>
      <button type="submit" id="draft">
        Save the draft
      </button>
      <Elsewhere play={play} />
    </form>
  );
};

/** A form whose action is a function, which React 19 has. A server renders it with an inline script. */
export const ActionForm = ({ play }: Props) => {
  const { controlProps, reasonProps, formProps } = useQuota("createManagedOrg");
  if (play.served || !version.startsWith("19")) return null;
  return (
    <form id="action-form" {...formProps} action={() => play.heard("action")}>
      <input aria-label="Name" id="name" />
      <button type="submit" id="act" {...controlProps}>
        Create
      </button>
      <span {...reasonProps} />
    </form>
  );
};
