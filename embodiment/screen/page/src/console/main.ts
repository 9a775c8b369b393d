import "./styles/index.css";
import { Desk } from "./desk";

new Desk();
