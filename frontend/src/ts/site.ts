/** What scripts add to pages that already work without them. */
import { startHtmx } from "./htmx";
import { startNetwork } from "./network";
import { startPage } from "./page";
import { startSheet } from "./sheet";

document.documentElement.classList.add("js");
startHtmx();
startPage();
startSheet();
startNetwork();
