/** The token view's page. */
import "../shared/theme.css";
import "./tokenView.css";
import { render } from "preact";
import type { TokenViewHostMethods } from "../../protocol/tokenView.ts";
import { openView, pageRoot, startView } from "../shared/state/view.ts";
import { App } from "./App.tsx";
import { comparedRows } from "./compare/comparedRows.ts";
import { searchQuery } from "./search/search.ts";
import { rowsQuery } from "./strip/tokenRows.ts";
import { windowsQueries } from "./windows/windowsQueries.ts";

const root = pageRoot();
const view = openView<TokenViewHostMethods>();
const queries = [rowsQuery(view), comparedRows.query(view), searchQuery(view), ...windowsQueries(view)];
startView(view, queries, () => render(<App view={view} />, root));
