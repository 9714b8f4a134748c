/** What scripts add to pages that already work without them. */
import { startCopies } from "./copies";
import { startDraft } from "./draft";
import { startHtmx } from "./htmx";
import { startNetwork } from "./network";
import { startOrientation } from "./orientation";
import { startPage } from "./page";
import { startPlan } from "./plan";
import { startSheet } from "./sheet";

document.documentElement.classList.add("js");
startHtmx();
startPage();
startPlan();
startSheet();
startNetwork();
startOrientation();
startDraft();
startCopies();
