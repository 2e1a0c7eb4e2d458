"""Makes the workbooks beside this file, by the libraries of others:
pip install openpyxl xlwt odfpy
"""

import datetime

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

ROWS = [
    ["Телефон", "Имя", "Комментарий", "Дата"],
    [89211234567, "Анна Петрова", "Размер 39", datetime.date(2026, 11, 3)],
    ["007 921 123-45-68", "Boris", "says \"hi\"\nand more", None],
    ["boris@example.org", "=1+1", "", True],
    [7.5, "", "0.5", None],
]


def xlsx():
    book = openpyxl.Workbook()
    empty = book.active
    empty.title = "Empty"
    sheet = book.create_sheet("Clients")
    for row in ROWS:
        sheet.append(row)
    # A formula with its text, as a spreadsheet leaves one that somebody typed with a quote.
    sheet["B4"].value = "=1+1"
    sheet["B4"].data_type = "s"
    book.save("table.xlsx")


def xls():
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Clients")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for r, row in enumerate(ROWS):
        for c, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, datetime.date):
                sheet.write(r, c, value, day)
            else:
                sheet.write(r, c, value)
    book.save("table.xls")


def ods():
    book = OpenDocumentSpreadsheet()
    table = Table(name="Clients")
    for row in ROWS:
        line = TableRow()
        for value in row:
            if value is None or value == "":
                cell = TableCell()
            elif isinstance(value, bool):
                cell = TableCell(valuetype="boolean", booleanvalue="true" if value else "false")
            elif isinstance(value, datetime.date):
                cell = TableCell(valuetype="date", datevalue=value.isoformat())
                cell.addElement(P(text=value.isoformat()))
            elif isinstance(value, (int, float)):
                cell = TableCell(valuetype="float", value=str(value))
                cell.addElement(P(text=str(value)))
            else:
                cell = TableCell(valuetype="string")
                for text in value.split("\n"):
                    cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save("table.ods")


xlsx()
xls()
ods()
