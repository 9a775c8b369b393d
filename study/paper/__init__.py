"""Worksheets on paper: printed blank or filled, and typed in again by whoever runs the study.

It lies in `study` because paper is an arm and a record of a study, as the report is; the agent itself never
draws a page. Nothing here knows how a sheet is spoken: it prints what `SheetView` shows.
"""
