/* Reading a chart by hover, touch and keyboard. The values come from the table under the chart. */
