import "./styles/index.css";
import { Page } from "./app/page";

new Page();
