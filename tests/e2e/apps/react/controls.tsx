import { useHeadroom, useQuota, useQuotaState } from "./quota";
import type { Play } from "./stage";

interface Props {
  readonly play: Play;
}

export const Create = ({ play }: Props) => {
  const { controlProps, reasonProps } = useQuota("createManagedOrg");
  play.rendered("Create");
  return (
    <>
      <button
        type="button"
        id="create"
        {...controlProps}
        onClick={() => play.heard("click create")}
        onKeyDown={({ key }) => play.heard(`${key} create`)}
      >
        <b id="inside">Create</b>
      </button>
      <span id="why-create">
        <span {...reasonProps} />
      </span>
    </>
  );
};

export const Link = ({ play }: Props) => {
  const { controlProps, reasonProps } = useQuota("createManagedOrg");
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: what is stopped has to be seen, and that it would go somewhere. */}
      <a id="link" href="#there" {...controlProps} onClick={() => play.heard("click link")}>
        Create
      </a>
      <span {...reasonProps} />
    </>
  );
};

export const Div = ({ play }: Props) => {
  const { controlProps, reasonProps } = useQuota("createManagedOrg");
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: what other people's components are made of. */}
      <div
        id="div"
        role="button"
        tabIndex={0}
        {...controlProps}
        onClick={() => play.heard("click div")}
        onKeyDown={({ key }) => play.heard(`${key} div`)}
        onKeyUp={({ key }) => play.heard(`up ${key} div`)}
      >
        Create
      </div>
      <span {...reasonProps} />
    </>
  );
};

/** A control that has a field within it. */
export const Card = () => {
  const { controlProps, reasonProps } = useQuota("createManagedOrg");
  return (
    <div>
      {/* biome-ignore lint/a11y/useSemanticElements: a button can't have a field within it. */}
      <div role="button" tabIndex={0} {...controlProps}>
        <input id="note" aria-label="Note" />
      </div>
      <span {...reasonProps} />
    </div>
  );
};

export const Room = ({ play }: Props) => {
  const { level, remaining } = useHeadroom("votes");
  play.rendered("Room");
  return <output id="room">{`${level} ${remaining}`}</output>;
};

export const Phase = () => <output id="phase">{useQuotaState()?.phase ?? "none"}</output>;
