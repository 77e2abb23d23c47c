/* The desk's scripts: each module improves what it finds on the page; without them everything works as ordinary pages. */
import "./forms.js";
import "./filter.js";
import "./choose.js";
import "./rich.js";
import "./order.js";
import "./numbers.js";
import "./grid.js";
import "./paste.js";
