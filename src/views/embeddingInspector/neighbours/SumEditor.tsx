/** ·king − ·man + ·woman: each token with its sign and a way to take it out, and a field for the next one. */
import "./sum.css";
import { useState } from "preact/hooks";
import { IconButton } from "../../shared/elements/elements.tsx";
import { t } from "../../shared/l10n.tsx";
import type { InspectorProps } from "../inspectorView.ts";
import { TokenName } from "../parts/TokenName.tsx";
import { setSum, showToken, type SignedToken, type TokenSum } from "./sum.ts";
import { TokenSearch } from "./TokenSearch.tsx";

export function SumEditor({ view, sum }: InspectorProps & { readonly sum: TokenSum }) {
  const [adding, setAdding] = useState<1 | -1 | 0>(0);
  const label = adding === 0 ? t("Any token, by text or id") : adding === 1 ? t("+ token, by text or id") : t("− token, by text or id");
  return (
    <div class="expression">
      <div class="line terms">
        {sum.map((token, i) => (
          <span key={i} class="term-chip">
            {i === 0 && token.factor === 1 ? null : (
              <button
                type="button"
                class="sign-button mono"
                title={t("Change the sign")}
                aria-label={token.factor === 1 ? t("Plus: change the sign") : t("Minus: change the sign")}
                onClick={() => setSum(view, sum.with(i, negated(token)))}
              >
                {token.factor === 1 ? "+" : "−"}
              </button>
            )}
            <TokenName token={token} /> <span class="number small dim">{token.id}</span>
            {sum.length > 1 ? <IconButton icon="close" label={t("Take out")} onClick={() => setSum(view, sum.toSpliced(i, 1))} /> : null}
          </span>
        ))}
        <span class="player">
          <IconButton icon="search" label={t("Ask for another token")} pressed={adding === 0} onClick={() => setAdding(0)} />
          <IconButton icon="remove" label={t("Subtract a token")} pressed={adding === -1} onClick={() => setAdding(-1)} />
          <IconButton icon="add" label={t("Add a token")} pressed={adding === 1} onClick={() => setAdding(1)} />
        </span>
      </div>
      <TokenSearch
        view={view}
        label={label}
        onChoose={(token) => {
          if (adding === 0) showToken(view, token);
          else setSum(view, [...sum, { ...token, factor: adding }]);
        }}
      />
    </div>
  );
}

const negated = (token: SignedToken): SignedToken => ({ ...token, factor: token.factor === 1 ? -1 : 1 });
